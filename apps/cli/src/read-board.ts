import { OcelliError } from '@ocelli/protocol';
import { boardDrawing } from './board-drawing.js';
import { exitCodeOf, exitCodeOfAll, type ExitCode } from './exit-codes.js';
import { failureOf } from './failures.js';
import { looking } from './looking.js';
import type { BoardLine } from './outputs.js';
import { takePictures } from './take-pictures.js';
import { ActivityLine, print, printError, printJson } from './terminal.js';

/** `ocelli read-board <image...>`. */
export async function readBoard(images: readonly string[], { json }: { json: boolean }): Promise<ExitCode> {
  if (images.filter((image) => image === '-').length > 1) throw new OcelliError('bad_request', 'Standard input ("-") can be read only once.');
  const activity = json ? undefined : new ActivityLine();
  const codes: ExitCode[] = [];
  return await looking(['read-boards'], async ({ perception, folder }) => {
    for await (const taken of takePictures(images, folder)) {
      const { image } = taken;
      try {
        if ('error' in taken) throw taken.error;
        activity?.show(`Reading ${image}`);
        const { value: boards } = await perception.readBoards(taken.picture);
        const [largest] = boards;
        if (!largest) throw new OcelliError('no_board', 'No chess board was found in this picture.');
        activity?.clear();
        if (json) printJson({ ...largest, boards, image } satisfies BoardLine);
        else boards.forEach((board, index) => print(boardDrawing(board, boards.length > 1 ? `${image}, board ${index + 1} of ${boards.length}` : image)));
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
