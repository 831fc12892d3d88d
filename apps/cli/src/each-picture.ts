import { OcelliError } from '@ocelli/protocol';
import { exitCodeOf, exitCodeOfAll, type ExitCode } from './exit-codes.js';
import { failureOf } from './failures.js';
import { takePictures, type Taken } from './take-pictures.js';
import { ActivityLine, printError } from './terminal.js';

type Accepted = Exclude<Taken, { error: OcelliError }>;

/**
 * Does `work` for one picture after the other; `work` returns what to print, and the picture's exit code where it is not 0. A picture that fails is told
 * and the others go on.
 */
export async function eachPicture(
  images: readonly string[],
  { json, folder, doing }: { json: boolean; folder: string; doing: string },
  work: (taken: Accepted) => Promise<{ say: () => void; code?: ExitCode }>,
): Promise<ExitCode> {
  if (images.filter((image) => image === '-').length > 1) throw new OcelliError('bad_request', 'Standard input ("-") can be read only once.');
  const activity = json ? undefined : new ActivityLine();
  const codes: ExitCode[] = [];
  for await (const taken of takePictures(images, folder)) {
    const { image } = taken;
    try {
      if ('error' in taken) throw taken.error;
      activity?.show(`${doing} ${image}`);
      const { say, code } = await work(taken);
      activity?.clear();
      say();
      if (code !== undefined) codes.push(code);
    } catch (cause) {
      const error = failureOf(cause);
      activity?.clear();
      printError(error, { json, image });
      codes.push(exitCodeOf(error.code));
    }
  }
  return exitCodeOfAll(codes);
}
