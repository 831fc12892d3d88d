import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { tsImport } from 'tsx/esm/api';

/** A question with what counts as its answer. */
export type Question = readonly [question: string, ...accepted: string[]];

/** A picture with questions whose answers are known. */
export interface QuestionedPicture {
  name: string;
  bytes: Buffer;
  questions: readonly Question[];
}

const repository = new URL('../../../', import.meta.url);
const file = (path: string) => readFile(fileURLToPath(new URL(path, repository)));

interface DrawBoard {
  drawBoard(drawing: { fen: string; fromBlack?: boolean; light?: string; dark?: string }): Promise<Buffer>;
}

const none = ['no', 'none', '0', 'zero'];
const level = ['level', 'equal', 'neither', 'same', 'even'];

/** Boards by their placement, drawn in a piece set that the reader was not trained on. */
const boards: readonly { name: string; fen: string; fromBlack?: boolean; light?: string; dark?: string; questions: readonly Question[] }[] = [
  {
    name: 'the first position',
    fen: 'rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR',
    questions: [['How many pawns are on the board?', '16'], ['How many white knights are there?', '2'], ['What piece is on d1?', 'white queen'], ['Which side has more material?', ...level], ['How many pieces are there?', '32']],
  },
  {
    name: 'rooks and pawns',
    fen: '8/5pk1/6p1/8/3R4/6P1/r4PK1/8',
    questions: [['How many rooks are there?', '2'], ['Where is the white rook?', 'd4'], ['What is on g7?', 'black king'], ['How many white pawns are on the board?', '2'], ['Are there any bishops?', ...none]],
  },
  {
    name: 'a ladder mate',
    fen: '4k2R/8/8/8/8/8/6R1/6K1',
    light: '#eeeed2',
    dark: '#769656',
    questions: [['Is the black king in check?', 'yes'], ['How many pieces does white have?', '3'], ['Where is the white king?', 'g1'], ['What stands on h8?', 'white rook'], ['Which side has more material?', 'white']],
  },
  {
    name: 'the Italian game',
    fen: 'r1bqkbnr/pppp1ppp/2n5/4p3/2B1P3/5N2/PPPP1PPP/RNBQK2R',
    questions: [['How many bishops can you see?', '4'], ['What is on c4?', 'white bishop'], ['How many black pawns are there?', '8'], ['Is the white king in check?', 'no'], ['Where are the black knights?', 'c6']],
  },
  {
    name: 'a queen too many',
    fen: '6k1/5ppp/8/8/8/2Q5/5PPP/6K1',
    light: '#dee3e6',
    dark: '#8ca2ad',
    questions: [['Which side has more material?', 'white'], ['How many queens are on the board?', '1'], ['Where is the queen?', 'c3'], ['How many pawns does black have?', '3'], ['Does black have a rook?', ...none]],
  },
  {
    name: 'bishops of opposite colours',
    fen: '8/2p3k1/1p4p1/p2b3p/P4B1P/1P3KP1/8/8',
    questions: [['How many pawns are there in total?', '9'], ['What is on d5?', 'black bishop'], ['Where is the white bishop?', 'f4'], ['How many knights are there?', ...none], ['Where is the black king?', 'g7']],
  },
  {
    name: 'a check from behind Black',
    fen: '3r2k1/5ppp/8/8/8/5n2/5PPP/3R2K1',
    fromBlack: true,
    questions: [['Is the white king in check?', 'yes'], ['How many knights are on the board?', '1'], ['What is on f3?', 'black knight'], ['Who has more material?', 'black'], ['How many white pieces are there?', '5']],
  },
  {
    name: 'a crowded middle game',
    fen: 'r2q1rk1/pp1bbppp/2n1pn2/3p4/3P4/2N1PN2/PP1BBPPP/R2Q1RK1',
    light: '#f0d9b5',
    dark: '#946f51',
    questions: [['How many white pieces are there?', '15'], ['How many black rooks are on the board?', '2'], ['What piece is on d5?', 'black pawn'], ['How many kings are there?', '2'], ['What is on d8?', 'black queen']],
  },
];

interface Line {
  text: string;
  x: number;
  y: number;
  size: number;
  bold?: boolean;
}

/** Print on a plain ground, as signs and papers have it. */
async function printed({ width, height, ground, ink, lines }: { width: number; height: number; ground: string; ink: string; lines: readonly Line[] }): Promise<Buffer> {
  const text = lines.map(({ text, x, y, size, bold }) => `<text x="${x}" y="${y}" font-family="DejaVu Sans, sans-serif" font-size="${size}" font-weight="${bold ? 'bold' : 'normal'}" fill="${ink}">${text.replaceAll('&', '&amp;')}</text>`);
  return await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/>${text.join('')}</svg>`)).png().toBuffer();
}

const rows = (pairs: readonly (readonly [string, string])[], from: number, step: number, size: number, [left, right]: readonly [number, number]): Line[] =>
  pairs.flatMap(([name, value], at) => [{ text: name, x: left, y: from + at * step, size }, { text: value, x: right, y: from + at * step, size }]);

async function papers(): Promise<QuestionedPicture[]> {
  return [
    {
      name: 'opening hours',
      bytes: await printed({
        width: 800, height: 640, ground: '#fdfaf2', ink: '#22303c',
        lines: [{ text: 'Harbour Bakery', x: 60, y: 110, size: 58, bold: true }, { text: 'Opening hours', x: 60, y: 190, size: 40 }, ...rows([['Monday to Friday', '7:00 - 18:30'], ['Saturday', '8:00 - 13:00'], ['Sunday', 'closed']], 280, 70, 36, [60, 460]), { text: 'Tel. 0117 496 0233', x: 60, y: 560, size: 34 }],
      }),
      questions: [['When does it open on Saturday?', '8:00'], ['What is the phone number?', '0117 496 0233'], ['Is it open on Sunday?', 'closed', 'no'], ['What is the name of the shop?', 'Harbour Bakery'], ['When does it close on Friday?', '18:30']],
    },
    {
      name: 'a menu',
      bytes: await printed({
        width: 760, height: 700, ground: '#ffffff', ink: '#3a1d12',
        lines: [{ text: 'Menu', x: 60, y: 100, size: 60, bold: true }, ...rows([['Tomato soup', '5.50'], ['Green salad', '4.80'], ['Fish and chips', '11.90'], ['Apple pie', '3.60'], ['Black tea', '2.40'], ['Lemonade', '2.90']], 200, 76, 36, [60, 560])],
      }),
      questions: [['How much is the apple pie?', '3.60'], ['What does the tomato soup cost?', '5.50'], ['How much is the tea?', '2.40'], ['How much are the fish and chips?', '11.90'], ['What is the price of the lemonade?', '2.90']],
    },
    {
      name: 'a poster',
      bytes: await printed({
        width: 900, height: 900, ground: '#fffdf5', ink: '#1d3557',
        lines: [{ text: 'Summer Concert', x: 60, y: 150, size: 68, bold: true }, { text: 'Date: 21 June 2025', x: 60, y: 290, size: 44 }, { text: 'Place: Town Hall, Westbrook', x: 60, y: 390, size: 44 }, { text: 'Doors open: 19:00', x: 60, y: 490, size: 44 }, { text: 'Concert starts: 20:00', x: 60, y: 590, size: 44 }, { text: 'Tickets: 15.00', x: 60, y: 690, size: 44 }],
      }),
      questions: [['When does the concert start?', '20:00'], ['What is the place?', 'Town Hall'], ['How much are the tickets?', '15.00', '15'], ['When do the doors open?', '19:00'], ['What is the date?', '21 June', '2025-06-21']],
    },
    {
      name: 'a parking sign',
      bytes: await printed({
        width: 800, height: 620, ground: '#1f4e9b', ink: '#ffffff',
        lines: [{ text: 'Parking', x: 60, y: 130, size: 80, bold: true }, { text: 'Monday to Saturday', x: 60, y: 240, size: 44 }, { text: '8:00 - 18:00', x: 60, y: 310, size: 44 }, { text: 'Maximum stay: 2 hours', x: 60, y: 410, size: 44 }, { text: 'Price: 1.50 per hour', x: 60, y: 510, size: 44 }],
      }),
      questions: [['How long may I park here?', '2 hours'], ['What is the price?', '1.50'], ['What is the maximum stay?', '2 hours'], ['What does the sign say?', 'Parking'], ['How much is it per hour?', '1.50']],
    },
    {
      name: 'an invoice',
      bytes: await printed({
        width: 900, height: 820, ground: '#ffffff', ink: '#1b1b1b',
        lines: [{ text: 'Blue Door Carpentry', x: 60, y: 110, size: 50, bold: true }, { text: 'Invoice number: 20417', x: 60, y: 220, size: 36 }, { text: 'Date: 3 March 2025', x: 60, y: 290, size: 36 }, ...rows([['Oak table', '360.00'], ['Two chairs', '84.00'], ['Delivery', '36.00']], 400, 70, 36, [60, 620]), ...rows([['Total', '480.00']], 650, 70, 42, [60, 620]), { text: 'Due date: 2 April 2025', x: 60, y: 750, size: 36 }],
      }),
      questions: [['What is the invoice number?', '20417'], ['How much is the total?', '480.00', '480'], ['What is the due date?', '2 April'], ['How much was the table?', '360.00', '360'], ['How much was the delivery?', '36.00', '36']],
    },
    {
      name: 'a visiting card',
      bytes: await printed({
        width: 900, height: 520, ground: '#f7f4ec', ink: '#20302a',
        lines: [{ text: 'Maria Keller', x: 60, y: 120, size: 60, bold: true }, { text: 'Dentist', x: 60, y: 190, size: 38 }, { text: '14 Mill Lane, Westbrook', x: 60, y: 300, size: 36 }, { text: 'Tel. 0117 496 0182', x: 60, y: 370, size: 36 }, { text: 'maria@keller.example', x: 60, y: 440, size: 36 }],
      }),
      questions: [['What is the phone number?', '0117 496 0182'], ['What is her name?', 'Maria Keller'], ['What is the email address?', 'maria@keller.example'], ['What is the address?', '14 Mill Lane'], ['What does the card say?', 'Maria Keller']],
    },
    {
      name: 'a timetable',
      bytes: await printed({
        width: 900, height: 620, ground: '#ffffff', ink: '#101418',
        lines: [{ text: 'Departures', x: 50, y: 90, size: 52, bold: true }, ...rows([['London', '09:12'], ['Bristol', '09:25'], ['Oxford', '09:40'], ['Cardiff', '10:05'], ['Bath', '10:20']], 190, 84, 40, [60, 460])],
      }),
      questions: [['When does the train to Oxford leave?', '09:40', '9:40'], ['When does the Bristol train leave?', '09:25'], ['When does the train to Cardiff depart?', '10:05'], ['What time is the train to London?', '09:12'], ['When does it go to Bath?', '10:20']],
    },
  ];
}

/** The pictures that are measured, the same every time: drawn here or kept in the repository. */
export async function questionedPictures(): Promise<QuestionedPicture[]> {
  // What media bars where strangers' pictures are decoded: these are our own.
  sharp.unblock({ operation: ['VipsForeignLoadSvg'] });
  // TypeScript of another folder, as it lies there.
  const { drawBoard } = (await tsImport('../../../training/boards/draw-board.ts', import.meta.url)) as DrawBoard;
  const drawn = await Promise.all(boards.map(async ({ name, questions, ...drawing }) => ({ name, questions, bytes: await drawBoard(drawing) })));
  return [
    ...drawn,
    {
      name: 'a page of a chess book',
      bytes: await file('apps/server/samples/chess-board.png'),
      questions: [['How many pawns are on the board?', '13'], ['How many pawns are black?', '6'], ['What is on e4?', 'white pawn'], ['Is the white king in check?', 'no'], ['Where is the black queen?', 'a5']],
    },
    ...(await papers()),
    {
      name: 'a receipt',
      bytes: await file('apps/server/samples/receipt.jpg'),
      questions: [['What is the total?', '26.35'], ['How much was the coffee?', '6.90'], ['When was it bought?', '14 June 2025', '14/06/2025'], ['How much was the bread?', '3.20'], ['What is the name of the shop?', 'Corner Grocery']],
    },
    {
      name: 'a ticket',
      bytes: await file('apps/server/samples/ferry-ticket.png'),
      questions: [['When does it depart?', '09:40', '9:40'], ['What is the date?', '14 August 2025', '14 AUG 2025'], ['What does the QR code say?', 'FERRY H7K2QX'], ['Which pier is it?', '3'], ['What is the seat number?', '14C']],
    },
    {
      name: 'a cat',
      bytes: await file('apps/server/samples/cat.jpg'),
      questions: [['Is there a cat?', 'yes', 'a cat'], ['What animal is it?', 'cat'], ['Is there a dog in the picture?', 'no'], ['How many cats are there?', '1', 'one'], ['What is in this picture?', 'cat']],
    },
    {
      name: 'an astronaut',
      bytes: await file('e2e/pictures/astronaut.jpg'),
      questions: [['How many people are there?', '1', 'one'], ['Is there a person?', 'yes'], ['Is there a bus?', 'no'], ['How many faces can you see?', '1', 'one'], ['Is this picture in colour?', 'yes', 'colour']],
    },
  ];
}
