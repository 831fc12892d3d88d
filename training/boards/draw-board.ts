import sharp from 'sharp';

/**
 * Draws boards for tests and benchmarks, in a piece set of our own that the reader was never trained on.
 */
export interface BoardDrawing {
  /** Placement field of FEN. */
  fen: string;
  /** Pixels of a square. */
  square?: number;
  fromBlack?: boolean;
  coordinates?: boolean;
  /** Squares shown as the last move. */
  highlights?: readonly string[];
  /** From and to. */
  arrows?: readonly (readonly [string, string])[];
  /** Squares with the dot of a possible move. */
  dots?: readonly string[];
  light?: string;
  dark?: string;
}

/** Bodies and the lines inside them, on a field of 40 x 40. */
const foot = '<path d="M9.5 35.2c0-2.2 1.4-3.6 3.4-3.6h14.2c2 0 3.4 1.4 3.4 3.6z"/>';
const shapes: Record<string, [body: string, lines: string]> = {
  p: ['<circle cx="20" cy="12.4" r="5.2"/><path d="M15.2 18.4h9.6c.3 5.2 1.8 9.6 4.4 13.2H10.8c2.6-3.6 4.1-8 4.4-13.2z"/>', ''],
  r: ['<path d="M11.2 6.5h4.3v3h2.4v-3h4.2v3h2.4v-3h4.3v6.8l-3 2.7.9 15.6H13.3l.9-15.6-3-2.7z"/>', '<path d="M14.2 16h11.6"/>'],
  n: ['<path d="M11.4 31.6c-.2-7.8 3.6-10.4 6.6-14.4-2.7.5-4 2-5.3 3.3-1 1-3.3.9-4.1-.5-.7-1.2-.1-2.3.7-3.3 2.2-2.6 2.9-6.1 5.7-8.3l.6-3.9 3.7 2.5C26.2 7.5 30.4 13.6 30.4 21.4c0 4-.6 7-1 10.2z"/>', '<path d="M15.8 12.7v.6"/>'],
  b: ['<circle cx="20" cy="6.6" r="2.3"/><path d="M20 8.8c4.6 3.5 7 7.2 7 10.7 0 3-1.5 4.9-3.4 6.1.4 2.4 1.5 4.4 3.3 6H13.1c1.8-1.6 2.9-3.6 3.3-6-1.9-1.2-3.4-3.1-3.4-6.1 0-3.5 2.4-7.2 7-10.7z"/>', '<path d="M20 14.5v6M17 17.5h6M16.4 25.6h7.2"/>'],
  q: ['<circle cx="7.6" cy="12" r="2.2"/><circle cx="15.6" cy="8.3" r="2.2"/><circle cx="24.4" cy="8.3" r="2.2"/><circle cx="32.4" cy="12" r="2.2"/><path d="M8.3 13.8l5.2 6.7 2.3-10.2L20 19.5l4.2-9.2 2.3 10.2 5.2-6.7-3.2 13.7.8 4.1H10.7l.8-4.1z"/>', '<path d="M11.5 27.5h17"/>'],
  k: ['<path d="M18.6 3.6h2.8v2.3h2.5v2.7h-2.5v3.2h-2.8V8.6h-2.5V5.9h2.5z"/><path d="M20 11.6c1.7 0 3 1.1 3.6 3 1.4-1 3-1.4 4.5-1.1 3 .6 4.7 3.3 4 6.6-.6 2.7-2.3 4.9-3.7 7.1l.6 4.4H11l.6-4.4c-1.4-2.2-3.1-4.4-3.7-7.1-.7-3.3 1-6 4-6.6 1.5-.3 3.1.1 4.5 1.1.6-1.9 1.9-3 3.6-3z"/>', '<path d="M20 17.5v9.7M11.6 27.2h16.8"/>'],
};

function piece(letter: string, x: number, y: number, square: number): string {
  const white = letter === letter.toUpperCase();
  const [body, lines] = shapes[letter.toLowerCase()]!;
  const [fill, edge] = white ? ['#fff', '#111'] : ['#222', '#000'];
  return `<g transform="translate(${x} ${y}) scale(${square / 40})"><g fill="${fill}" stroke="${edge}" stroke-width="1.4" stroke-linejoin="round">${body}${foot}</g><g fill="none" stroke="${white ? '#111' : '#eee'}" stroke-width="1.6">${lines}</g></g>`;
}

/** The board alone as SVG, without a margin; coordinates stand inside the edge squares, as web boards have them. */
export function boardSvg({ fen, square = 60, fromBlack = false, coordinates = false, highlights = [], arrows = [], dots = [], light = '#f0d9b5', dark = '#b58863' }: BoardDrawing): string {
  const rows = fen.split(' ')[0]!.split('/').map((row) => row.replace(/\d/g, (digit) => ' '.repeat(Number(digit))));
  const place = (name: string): [number, number] => {
    const [file, rank] = ['abcdefgh'.indexOf(name[0]!), 8 - Number(name[1])];
    return (fromBlack ? [7 - file, 7 - rank] : [file, rank]).map((value) => value * square) as [number, number];
  };
  const parts: string[] = [];
  for (let rank = 0; rank < 8; rank++) {
    for (let file = 0; file < 8; file++) {
      const name = `${'abcdefgh'[file]}${8 - rank}`;
      const [x, y] = place(name);
      parts.push(`<rect x="${x}" y="${y}" width="${square}" height="${square}" fill="${(rank + file) % 2 ? dark : light}"/>`);
      if (highlights.includes(name)) parts.push(`<rect x="${x}" y="${y}" width="${square}" height="${square}" fill="#ffe000" fill-opacity=".45"/>`);
      const letter = rows[rank]![file]!;
      if (letter !== ' ') parts.push(piece(letter, x, y, square));
      if (dots.includes(name)) parts.push(`<circle cx="${x + square / 2}" cy="${y + square / 2}" r="${square * 0.16}" fill="#000" fill-opacity=".25"/>`);
    }
  }
  if (coordinates) {
    for (let at = 0; at < 8; at++) {
      const text = (x: number, y: number, word: string | number) => parts.push(`<text x="${x}" y="${y}" font-family="DejaVu Sans, sans-serif" font-size="${square * 0.2}" fill="#555">${word}</text>`);
      text(at * square + square * 0.8, 8 * square - square * 0.06, 'abcdefgh'[fromBlack ? 7 - at : at]!);
      text(square * 0.04, at * square + square * 0.24, fromBlack ? at + 1 : 8 - at);
    }
  }
  for (const [from, to] of arrows) {
    const [[x0, y0], [x1, y1]] = [place(from), place(to)].map(([x, y]) => [x + square / 2, y + square / 2] as const) as [readonly [number, number], readonly [number, number]];
    parts.push(`<line x1="${x0}" y1="${y0}" x2="${x1}" y2="${y1}" stroke="#15781b" stroke-opacity=".7" stroke-width="${square * 0.14}" stroke-linecap="round"/>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${8 * square}" height="${8 * square}">${parts.join('')}</svg>`;
}

/** Where the board lies on a page of words, and how the page was worn. */
export interface PageDrawing {
  width: number;
  height: number;
  boards: readonly { drawing: BoardDrawing; left: number; top: number }[];
  background?: string;
  /** Lines of print: text, x, baseline, size. */
  words?: readonly (readonly [text: string, x: number, y: number, size: number])[];
  tiltDegrees?: number;
  /** JPEG quality; lossless PNG when absent. */
  jpeg?: number;
}

/** A page with boards and words on it, as a screenshot or a scan has them: PNG or JPEG bytes. */
export async function drawPage({ width, height, boards, background = '#ffffff', words = [], tiltDegrees = 0, jpeg }: PageDrawing): Promise<Buffer> {
  const escape = (text: string) => text.replace(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;'));
  const inner = boards.map(({ drawing, left, top }) => boardSvg(drawing).replace('<svg ', `<svg x="${left}" y="${top}" `)).join('');
  const text = words.map(([word, x, y, size]) => `<text x="${x}" y="${y}" font-family="DejaVu Sans, sans-serif" font-size="${size}" fill="#222">${escape(word)}</text>`).join('');
  const page = sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${background}"/>${text}${inner}</svg>`)).flatten({ background });
  const seen = tiltDegrees === 0 ? page : sharp(await page.png().toBuffer()).rotate(tiltDegrees, { background });
  return await (jpeg === undefined ? seen.png() : seen.jpeg({ quality: jpeg })).toBuffer();
}

/** A board with a plain margin round it: the picture most tests need. */
export async function drawBoard(drawing: BoardDrawing, margin = 40): Promise<Buffer> {
  const side = 8 * (drawing.square ?? 60) + 2 * margin;
  return await drawPage({ width: side, height: side, boards: [{ drawing, left: margin, top: margin }] });
}
