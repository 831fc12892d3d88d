import { OcelliError } from '@ocelli/protocol';
import { exitCodeOf, exitCodeOfAll, exitCodeOfAnswer, type ExitCode } from './exit-codes.js';
import { failureOf } from './failures.js';
import { looking } from './looking.js';
import type { CaptionLine } from './outputs.js';
import { takePictures } from './take-pictures.js';
import { ActivityLine, print, printError, printJson } from './terminal.js';

/** What the agent is asked; its description is composed of what was found. */
const question = 'Describe this picture.';

/** `ocelli caption <image...>`: a description of each picture, composed of what was found in it. */
export async function caption(images: readonly string[], { json }: { json: boolean }): Promise<ExitCode> {
  if (images.filter((image) => image === '-').length > 1) throw new OcelliError('bad_request', 'Standard input ("-") can be read only once.');
  const activity = json ? undefined : new ActivityLine();
  const { answerQuestion } = await import('./answer-question.js');
  const codes: ExitCode[] = [];
  return await looking(['detect', 'classify', 'read-text', 'colours'], async ({ perception, folder }) => {
    for await (const taken of takePictures(images, folder)) {
      const { image } = taken;
      try {
        if ('error' in taken) throw taken.error;
        activity?.show(`Looking at ${image}`);
        const answered = await answerQuestion(question, [taken], perception);
        const { answer, status, evidence, models, ms } = answered;
        activity?.clear();
        if (json) printJson({ caption: answer, status, evidence, models, ms, image } satisfies CaptionLine);
        else print(images.length > 1 ? `${image}: ${answer.replace(/\s+/g, ' ')}` : answer);
        codes.push(exitCodeOfAnswer(answered));
      } catch (cause) {
        const error = failureOf(cause);
        activity?.clear();
        printError(error, { json, image });
        codes.push(exitCodeOf(error.code));
      }
    }
    return exitCodeOfAll(codes);
  });
}
