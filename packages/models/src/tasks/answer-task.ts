import { dirname } from 'node:path';
import type { RgbImage } from '@ocelli/media';
import { OcelliError } from '@ocelli/protocol';
import { modelPaths } from '../packs/model-paths.js';
import type { PictureTaskDefinition } from './picture-task.js';
import { isShapeScene } from './shape-scene.js';

/** What the model was taught to say of pictures and of questions that it does not know. */
const refusals = ["I don't know this kind of picture.", 'I only know about shapes and their colours.'];
const mostTokens = 96;

/**
 * Questions to the pocket pack's tiny language-vision model, which knows drawn scenes of coloured shapes and nothing else.
 * Any other picture, and any question that the model declines, is `model_unavailable`: nothing is made up, and no word of a
 * refusal is streamed.
 */
export const answerTask: PictureTaskDefinition<'answer'> = {
  async load({ files, device }) {
    const [config] = modelPaths('tiny-vlm', files) as [string];
    // A large library that no other task needs.
    const { loadIdefics3 } = await import('../families/idefics3.js');
    const model = await loadIdefics3(dirname(config), device);
    return {
      async see(image, { question, signal, onText }) {
        if (!(await isShapeScene(image))) throw unknownPicture();
        signal.throwIfAborted();
        let held = '';
        let declining = true;
        const answer = await model.generate(
          { question, images: [squared(image)] },
          {
            signal,
            maxNewTokens: mostTokens,
            onText(delta) {
              held += delta;
              declining &&= refusals.some((refusal) => refusal.startsWith(held) || held.startsWith(refusal));
              if (declining) return;
              onText(held);
              held = '';
            },
          },
        );
        if (refusals.some((refusal) => answer.startsWith(refusal))) throw unknownPicture();
        if (held !== '') onText(held);
        return answer;
      },
      dispose: () => model.dispose(),
    };
  },
  place: (answer) => answer,
};

const unknownPicture = () =>
  new OcelliError('model_unavailable', 'The installed language-vision model knows only drawn scenes of coloured shapes, not this picture or question.');

/** The picture in the middle of a square of its own background: the model's processor would stretch it. */
function squared({ data, width, height }: RgbImage): RgbImage {
  if (width === height) return { data, width, height };
  const side = Math.max(width, height);
  const [left, top] = [(side - width) >> 1, (side - height) >> 1];
  const square = new Uint8Array(side * side * 3);
  for (let i = 0; i < square.length; i++) square[i] = data[i % 3]!;
  for (let row = 0; row < height; row++) square.set(data.subarray(row * width * 3, (row + 1) * width * 3), ((top + row) * side + left) * 3);
  return { data: square, width: side, height: side };
}
