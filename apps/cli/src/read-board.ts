import { OcelliError } from '@ocelli/protocol';
import { boardDrawing } from './board-drawing.js';
import { eachPicture } from './each-picture.js';
import type { ExitCode } from './exit-codes.js';
import { looking } from './looking.js';
import type { BoardLine } from './outputs.js';
import { print, printJson } from './terminal.js';

/** `ocelli read-board <image...>`. */
export async function readBoard(images: readonly string[], { json }: { json: boolean }): Promise<ExitCode> {
  return await looking(['read-boards'], ({ perception, folder }) =>
    eachPicture(images, { json, folder, doing: 'Reading' }, async ({ image, picture }) => {
      const { value: boards } = await perception.readBoards(picture);
      const [largest] = boards;
      if (!largest) throw new OcelliError('no_board', 'No chess board was found in this picture.');
      const say = () => {
        if (json) printJson({ ...largest, boards, image } satisfies BoardLine);
        else boards.forEach((board, index) => print(boardDrawing(board, boards.length > 1 ? `${image}, board ${index + 1} of ${boards.length}` : image)));
      };
      return { say };
    }),
  );
}
