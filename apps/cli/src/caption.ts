import { eachPicture } from './each-picture.js';
import { exitCodeOfAnswer, type ExitCode } from './exit-codes.js';
import { looking } from './looking.js';
import type { CaptionLine } from './outputs.js';
import { print, printJson } from './terminal.js';

/** What the agent is asked; its description is composed of what was found. */
const question = 'Describe this picture.';

/** `ocelli caption <image...>`: a description of each picture, composed of what was found in it. */
export async function caption(images: readonly string[], { json }: { json: boolean }): Promise<ExitCode> {
  const { answerQuestion } = await import('./answer-question.js');
  return await looking(['detect', 'classify', 'read-text', 'colours'], ({ perception, folder }) =>
    eachPicture(images, { json, folder, doing: 'Looking at' }, async (taken) => {
      const answered = await answerQuestion(question, [taken], perception);
      const { answer, status, evidence, models, ms } = answered;
      const say = () => {
        if (json) printJson({ caption: answer, status, evidence, models, ms, image: taken.image } satisfies CaptionLine);
        else print(images.length > 1 ? `${taken.image}: ${answer.replace(/\s+/g, ' ')}` : answer);
      };
      return { say, code: exitCodeOfAnswer(answered) };
    }),
  );
}
