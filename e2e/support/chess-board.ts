import { boardSvg as drawnBoard, type BoardDrawing } from '../../training/boards/draw-board.js';

/** SVG of a board with the pieces of a FEN's placement field, like the diagrams of web pages of 560 x 560 pixels. */
export function boardSvg(fen: string, { turned = false, light = '#eeeed2', dark = '#769656' }: { turned?: boolean; light?: string; dark?: string } = {}): string {
  const look: BoardDrawing = { fen, square: 70, fromBlack: turned, light, dark };
  return drawnBoard(look);
}
