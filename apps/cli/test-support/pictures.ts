import sharp from 'sharp';

const glyphs: Record<string, string> = { k: '♚', q: '♛', r: '♜', b: '♝', n: '♞', p: '♟' };

/** A board of `8 * size` pixels with its top left corner at (x, y), as SVG. */
export function boardSvg(placement: string, x: number, y: number, size: number): string {
  return placement.split('/').map((rank, row) => {
    const pieces = [...rank].flatMap((letter) => (/\d/.test(letter) ? Array<string>(Number(letter)).fill('') : [letter]));
    return pieces.map((piece, column) => {
      const [left, top] = [x + column * size, y + row * size];
      const square = `<rect x="${left}" y="${top}" width="${size}" height="${size}" fill="${(row + column) % 2 ? '#b58863' : '#f0d9b5'}"/>`;
      if (!piece) return square;
      const fill = piece === piece.toUpperCase() ? '#fff' : '#111';
      return `${square}<text x="${left + size / 2}" y="${top + size * 0.83}" font-family="DejaVu Sans" font-size="${size * 0.85}" text-anchor="middle" fill="${fill}" stroke="#222" stroke-width="${size / 40}">${glyphs[piece.toLowerCase()]}</text>`;
    }).join('');
  }).join('');
}

/** Draws a picture on white. */
export async function draw(path: string, width: number, height: number, shapes: string): Promise<string> {
  await sharp(Buffer.from(`<svg width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="white"/>${shapes}</svg>`)).png().toFile(path);
  return path;
}

/** A line of print, as SVG. */
export function printed(text: string, x: number, y: number): string {
  return `<text x="${x}" y="${y}" font-family="DejaVu Sans" font-size="60">${text}</text>`;
}
