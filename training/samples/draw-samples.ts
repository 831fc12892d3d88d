import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { boardSvg } from '../boards/draw-board.js';

/**
 * Draws the sample pictures that this project made itself: `npx tsx training/samples/draw-samples.ts [FOLDER]`
 * (by default apps/server/samples). Letters come from the fonts DejaVu and Liberation of the machine.
 */
type Style = { size: number; font?: string; weight?: string; fill?: string; anchor?: string; spacing?: number };
const escaped = (text: string) => text.replace(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;'));
function words(text: string, x: number, y: number, { size, font = 'DejaVu Sans', weight = 'normal', fill = '#1d1a14', anchor = 'start', spacing = 0 }: Style): string {
  return `<text x="${x}" y="${y}" font-family="${font}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}" letter-spacing="${spacing}" xml:space="preserve">${escaped(text)}</text>`;
}
const page = (width: number, height: number, inner: string) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inner}</svg>`);

/** A page of an analysis: the Benko Gambit after 13...Rfb8. White has seven pawns, Black six; nothing else is unequal. */
async function drawChessPage(): Promise<Buffer> {
  const [square, left, top] = [88, 74, 62];
  const board = boardSvg({ fen: 'rr4k1/3nppbp/3p1np1/q1pP4/4P3/2N2NPP/PP3PK1/R1BQR3', square, highlights: ['f8', 'b8'] }).replace('<svg ', `<svg x="${left}" y="${top}" `);
  const edge = 8 * square;
  const coordinates = Array.from({ length: 8 }, (_, at) => [
    words('abcdefgh'[at]!, left + square * (at + 0.5), top + edge + 30, { size: 20, anchor: 'middle', fill: '#5c564b' }),
    words(String(8 - at), left - 24, top + square * (at + 0.5) + 7, { size: 20, anchor: 'middle', fill: '#5c564b' }),
  ].join('')).join('');
  const moves = ['1. d4 Nf6', '2. c4 c5', '3. d5 b5', '4. cxb5 a6', '5. bxa6 g6', '6. Nc3 Bxa6', '7. e4 Bxf1', '8. Kxf1 d6', '9. g3 Bg7', '10. Kg2 O-O', '11. Nf3 Nbd7', '12. Re1 Qa5', '13. h3 Rfb8'];
  const column = left + edge + 56;
  const list = moves.map((move, at) => words(move, column, 190 + 38 * at, { size: 22, fill: at === moves.length - 1 ? '#1d1a14' : '#4b463c', weight: at === moves.length - 1 ? 'bold' : 'normal' })).join('');
  const inner = `<rect width="100%" height="100%" fill="#fbf8f1"/><rect x="${left - 2}" y="${top - 2}" width="${edge + 4}" height="${edge + 4}" fill="#6b5a45"/>${board}${coordinates}
    ${words('Benko Gambit', column, 100, { size: 34, font: 'DejaVu Serif', weight: 'bold' })}${words('Position after 13... Rfb8', column, 136, { size: 18, fill: '#5c564b' })}
    ${list}${words('White to move', column, 720, { size: 20, fill: '#5c564b' })}`;
  return await sharp(page(1200, 840, inner)).flatten({ background: '#fff' }).png({ palette: true, colours: 128, dither: 0.2, compressionLevel: 9 }).toBuffer();
}

/** Seven things of a grocery that add up to 26.35, 7 % of tax in them, photographed a little askew. */
async function drawReceipt(): Promise<Buffer> {
  const [width, height] = [560, 930];
  const mono = { size: 22, font: 'Liberation Sans', fill: '#2b2a2e' };
  const middle = { ...mono, anchor: 'middle' };
  const items: [string, string][] = [['Sourdough bread', '3.20'], ['Whole milk 1 litre', '1.45'], ['Ground coffee 500 g', '6.90'], ['Tomatoes 0.840 kg', '2.52'], ['Olive oil 750 ml', '8.40'], ['Eggs, free range x10', '3.18'], ['Paper bag', '0.70']];
  let y = 66;
  const line = (step: number) => (y += step);
  const rule = () => `<line x1="44" x2="${width - 44}" y1="${line(26)}" y2="${y}" stroke="#55535a" stroke-width="1.6" stroke-dasharray="7 5"/>`;
  const row = (name: string, price: string, style: Style = mono, step = 36) => words(name, 44, line(step), style) + words(price, width - 44, y, { ...style, anchor: 'end' });
  const bold = { ...mono, size: 30, weight: 'bold' };
  const inner = [
    `<rect width="100%" height="100%" fill="#fcfbf8"/>`,
    words('CORNER GROCERY', width / 2, y, { ...middle, size: 36, weight: 'bold' }),
    words('12 Mill Lane, Westbrook', width / 2, line(38), middle), words('Tel. 0117 496 0182', width / 2, line(30), middle),
    rule(), row('14/06/2025  17:42', 'Till 3', mono, 38), row('Receipt no.', '004518'), rule(), line(4) && '',
    ...items.map(([name, price]) => row(name, price)),
    rule(), row('Subtotal', '26.35', mono, 40), row('of which VAT 7 %', '1.72'), row('TOTAL EUR', '26.35', bold, 52), row('Card **** 4071', '26.35', mono, 46),
    rule(), words('7 items', width / 2, line(44), middle), words('Thank you, see you soon!', width / 2, line(34), middle),
  ].join('');
  const paper = await sharp(page(width, height, inner)).ensureAlpha().rotate(-1.4, { background: '#00000000' }).png().toBuffer();
  const { width: w, height: h } = await sharp(paper).metadata();
  const shadow = await sharp({ create: { width: width - 6, height: height - 6, channels: 4, background: '#000000a0' } }).rotate(-1.4, { background: '#00000000' }).extend({ top: 40, bottom: 40, left: 40, right: 40, background: '#00000000' }).blur(14).png().toBuffer();
  const [fullWidth, fullHeight] = [800, 1100];
  const [left, top] = [Math.round((fullWidth - w) / 2), Math.round((fullHeight - h) / 2)];
  const table = page(fullWidth, fullHeight, `<defs><linearGradient id="wood" x2="1" y2=".3"><stop offset="0" stop-color="#8d7459"/><stop offset="1" stop-color="#75604a"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#wood)"/>
    ${Array.from({ length: 26 }, (_, at) => `<path d="M0 ${at * 44 + 9} C 260 ${at * 44 + 9 + 14 * Math.sin(at * 1.7)}, 520 ${at * 44 - 8 + 12 * Math.cos(at)}, 800 ${at * 44 + 16}" fill="none" stroke="#5f4c39" stroke-opacity="${0.12 + 0.1 * Math.abs(Math.sin(at * 2.3))}" stroke-width="${2 + 3 * Math.abs(Math.sin(at))}"/>`).join('')}`);
  const light = page(fullWidth, fullHeight, '<defs><linearGradient id="light" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".10"/><stop offset=".5" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".20"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#light)"/>');
  const flat = await sharp(table).composite([{ input: shadow, left: left - 30, top: top - 28 }, { input: paper, left, top }, { input: light }]).removeAlpha().blur(0.6).raw().toBuffer();
  return await sharp(grainy(flat, 5), { raw: { width: fullWidth, height: fullHeight, channels: 3 } }).jpeg({ quality: 82, mozjpeg: true }).toBuffer();
}

/** The noise of a small sensor, the same on every run. */
function grainy(pixels: Buffer, strength: number): Buffer {
  let state = 20_250_614;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32 - 0.5;
  for (let at = 0; at < pixels.length; at += 3) {
    const noise = (random() + random() + random()) * 2 * strength;
    for (let channel = 0; channel < 3; channel += 1) pixels[at + channel] = Math.max(0, Math.min(255, pixels[at + channel]! + noise + random() * strength));
  }
  return pixels;
}

/** A boarding pass whose QR code says what is printed beside it. */
async function drawTicket(): Promise<Buffer> {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) as ArrayBuffer } });
  const code = await writeBarcode('FERRY H7K2QX / 14 AUG 2025 09:40 / SKERRY ISLAND / SEAT 14C', { format: 'QRCode', ecLevel: 'M', scale: 9 });
  if (!code.image) throw new Error(code.error);
  const qr = Buffer.from(await code.image.arrayBuffer());
  const { width } = await sharp(qr).metadata();
  const field = (label: string, value: string, x: number, y: number, size = 34) => words(label, x, y, { size: 17, fill: '#6a7785', spacing: 1.5 }) + words(value, x, y + size + 8, { size, weight: 'bold', fill: '#14202c' });
  const inner = `<rect width="100%" height="100%" fill="#dfe6ea"/><rect x="50" y="60" width="1100" height="600" rx="26" fill="#fff"/><path d="M50 86a26 26 0 0 1 26-26h1048a26 26 0 0 1 26 26v88H50z" fill="#0f4c5c"/>
    ${words('SKERRY FERRIES', 96, 132, { size: 34, weight: 'bold', fill: '#fff', spacing: 2 })}${words('BOARDING PASS', 1104, 130, { size: 24, fill: '#d7e8ec', anchor: 'end', spacing: 2 })}
    ${field('FROM', 'North Harbour', 96, 232)}${field('TO', 'Skerry Island', 440, 232)}
    ${field('DATE', '14 August 2025', 96, 346)}${field('DEPARTS', '09:40', 440, 346)}${field('PIER', '3', 630, 346)}
    ${field('PASSENGER', 'Robin Sample', 96, 460)}${field('SEAT', '14C', 440, 460)}${field('DECK', '2', 630, 460)}
    ${words('Reference H7K2QX. Boarding closes ten minutes before departure.', 96, 616, { size: 18, fill: '#4f5c69' })}
    <line x1="756" x2="756" y1="190" y2="644" stroke="#b9c5cd" stroke-width="3" stroke-dasharray="2 12" stroke-linecap="round"/>`;
  return await sharp(page(1200, 720, inner)).composite([{ input: qr, left: 953 - Math.round(width / 2), top: 417 - Math.round(width / 2) }]).flatten({ background: '#fff' }).png({ palette: true, colours: 64, compressionLevel: 9 }).toBuffer();
}

const folder = process.argv[2] ?? new URL('../../apps/server/samples/', import.meta.url).pathname;
await mkdir(folder, { recursive: true });
await writeFile(`${folder}/chess-board.png`, await drawChessPage());
await writeFile(`${folder}/receipt.jpg`, await drawReceipt());
await writeFile(`${folder}/ferry-ticket.png`, await drawTicket());
