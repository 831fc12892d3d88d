import { pieceSvg } from './chess-pieces.js';

const square = 40;

interface BoardLook {
  /** Colours of the light and the dark squares. */
  light?: string;
  dark?: string;
  /** Black at the bottom. */
  turned?: boolean;
}

/** SVG of a board with the pieces of a FEN's placement field, like the diagrams of web pages: 320 x 320, made to be scaled. */
export function boardSvg(placement: string, { light = '#eeeed2', dark = '#769656', turned = false }: BoardLook = {}): string {
  const rows = placement.split('/').map((row) => row.replace(/\d/g, (empty) => '.'.repeat(Number(empty))));
  const letters = turned ? [...rows.join('')].reverse() : [...rows.join('')];
  const fields = letters.map((letter, at) => {
    const [x, y] = [(at % 8) * square, Math.floor(at / 8) * square];
    const field = `<rect x="${x}" y="${y}" width="${square}" height="${square}" fill="${(at + Math.floor(at / 8)) % 2 === 0 ? light : dark}"/>`;
    return letter === '.' ? field : `${field}<g transform="translate(${x} ${y})">${pieceSvg(letter)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${8 * square} ${8 * square}" width="560" height="560">${fields.join('')}</svg>`;
}
