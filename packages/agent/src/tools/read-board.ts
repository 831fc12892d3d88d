import { z } from 'zod';
import { applyCorrections } from '../boards/apply-corrections.js';
import { squaresInRegion } from '../boards/squares-in-region.js';
import { defineTool, type ToolSurroundings } from './define-tool.js';
import { ofPicture, pictureInput, pictureNumbered, within } from './picture-input.js';

/** Reads every chess board of a picture; squares the user corrected override what is read. */
export function readBoardTool(surroundings: ToolSurroundings) {
  const { turn, perception, signal } = surroundings;
  return defineTool(surroundings, {
    name: 'read_board',
    description: 'Reads the chess boards in a picture: the piece on every square with a probability, and which side is at the bottom.',
    input: z.object(pictureInput),
    title: ({ picture }) => `Reading the board${ofPicture(turn, picture)}`,
    async run({ picture, region }) {
      const shown = pictureNumbered(turn, picture);
      const seen = await perception.readBoards(shown, { signal });
      const boards = seen.value
        .map((board, boardIndex) => ({ boardIndex, reading: applyCorrections(board, shown.corrections.filter((set) => set.boardIndex === boardIndex)) }))
        .filter(({ reading }) => squaresInRegion(reading, region).length > 0);
      const output = boards.map(({ reading }) => ({ fen: reading.fen, orientation: reading.orientation, confidence: Math.round(reading.confidence * 1000) / 1000 }));
      return {
        finding: { tool: 'read_board', picture, ...within(region), boards },
        content: JSON.stringify(output),
        output,
        models: seen.uses,
      };
    },
  });
}
