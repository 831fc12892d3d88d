import { describe, expect, test } from 'vitest';
import { boardReading } from '../fixtures/board-readings.js';
import { askOnce, conversation } from '../fixtures/conversation.js';
import { positions } from '../fixtures/positions.js';
import { printedLines, shownPicture } from '../fixtures/recorded-perception.js';

const { start, endgame, check, mate, stalemate, mateInOne } = positions;
const on = (board: (typeof positions)['start']) => async (question: string) => (await askOnce(question, { boards: [board] })).text;

describe('a board counts', () => {
  test.each([
    ['how many pawns are on the board?', '**16 pawns**: [8 white](#e:white) and [8 black](#e:black).'],
    ['how many pieces are there?', '**32 pieces**: [16 white](#e:white) and [16 black](#e:black).'],
    ['how many black pieces are there?', '**[16 black pieces](#e:black)**: 8 pawns, 2 knights, 2 bishops, 2 rooks, 1 queen and 1 king.'],
    ['how many white knights and bishops?', '**[4 white knights and bishops](#e:white)** on the board.'],
    ['pawns?', '**16 pawns**'],
    ['how mny pawms are there', '**16 pawns**'],
    ['wie viele Bauern hat Weiß?', '8 white pawns'],
    ['combien de pions noirs ?', '8 black pawns'],
    ['¿cuántos peones hay?', '**16 pawns**'],
    ['how many pawns are on the second rank?', '**8 pawns**'],
    ['how many empty squares are there?', '**[32 empty squares](#e:empty)** of 64.'],
  ])('%s', async (question, answer) => {
    expect(await on(start)(question)).toContain(answer);
  });

  test('and compares kinds and sides', async () => {
    expect(await on(start)('are there more knights than bishops?')).toContain('**No**: [4 knights](#e:first) and [4 bishops](#e:second)');
    expect(await on(endgame)('does white have more pawns than black?')).toContain('**Yes**: [2 white pawns](#e:first) and 0 black pawns');
    expect(await on(endgame)('who has more pawns?')).toContain('**White**');
  });
});

describe('a board tells what stands where', () => {
  test('on squares, files and ranks', async () => {
    expect(await on(start)('what is on e4?')).toBe('[e4](#e:asked) is empty.');
    expect(await on(start)('what is on d8 and h1?')).toBe('A black queen is on [d8](#e:asked) and a white rook is on [h1](#e:asked).');
    expect(await on(endgame)("what's on the e-file?")).toContain('black king on e8 and white king on e1');
    expect(await on(start)('what colour is the square e4?')).toContain('**light**');
  });

  test('and where pieces stand, each marked', async () => {
    const { text, evidence } = await askOnce('where are the black rooks?', { boards: [start] });
    expect(text).toBe('[2 black rooks](#e:found): a8 and h8.');
    expect(evidence.filter(({ kind }) => kind === 'square').map((item) => item.kind === 'square' && item.square)).toEqual(['a8', 'h8']);
    expect(await on(start)('is there a white queen?')).toContain('**Yes**: [1 white queen](#e:found), on d1.');
    expect(await on(endgame)('are there any bishops left?')).toContain('**No**: there are no bishops');
  });

  test('and its FEN, orientation and whole position', async () => {
    expect(await on(start)('give me the FEN')).toContain(`\`${start.fen}\``);
    expect(await on(start)('which side is at the bottom?')).toContain('**White** is at the bottom');
    expect(await on(endgame)('describe the position')).toContain('[White](#e:white) has 1 king, 1 rook and 2 pawns; [Black](#e:black) has 1 king');
  });
});

describe('a board is judged by the rules', () => {
  test.each([
    [start, 'is the white king in check?', '**No**'],
    [check, 'is the white king in check?', '**Yes**, [the white king](#e:white-king) is in check from [the black queen on e2](#e:white-attackers)'],
    [check, 'is anyone in check?', '**Yes**'],
    [check, 'is it checkmate?', '**No**, it is not checkmate: White is in check but has a legal move'],
    [mate, 'is it checkmate?', '**Yes**, [Black](#e:mated) is checkmated'],
    [mate, 'who won?', '**White** won'],
    [stalemate, 'is black in stalemate?', '**Yes**, if it is Black\'s move'],
    [mateInOne, 'can white mate in one?', '**Yes**: White to move mates with Ra8'],
    [start, 'is this position legal?', '**Yes**, as far as I can check'],
    [start, 'can white castle?', 'may still be able to castle'],
    [check, 'what attacks the white king?', 'attacked by [the black queen on e2](#e:attackers)'],
  ])('%#: %s', async (board, question, answer) => {
    expect(await on(board)(question)).toContain(answer);
  });

  test('and its material weighed, with both sides marked', async () => {
    const { text, evidence } = await askOnce('which side has more material?', { boards: [endgame] });
    expect(text).toContain('**White** has more material, by 7: [White 7](#e:white), [Black 0](#e:black)');
    expect(evidence.filter(({ group }) => group === 'white')).toHaveLength(4);
    expect(evidence.filter(({ group }) => group === 'black')).toHaveLength(1);
  });

  test('but no move is judged without an engine', async () => {
    const { text, status } = await askOnce('best move?', { boards: [start] });
    expect(text).toContain('no chess engine');
    expect(status).toBe('declined');
    expect(await on(mateInOne)('what should white play?')).toContain('mates at once with Ra8');
    expect(await on(mate)('best move?')).toContain('Black is checkmated');
    expect((await askOnce('who is winning?', { boards: [endgame] })).text).toMatch(/no chess engine .* \*\*White\*\* has more material/);
  });

  test('and whose move it is only where the page or a check tells', async () => {
    expect(await on(start)('whose move is it?')).toContain("can't tell");
    expect(await on(check)('whose move is it?')).toContain("it must be White's move");
    const { text, evidence } = await askOnce('which side is to move?', { boards: [start], text: printedLines('Diagram 6', 'Black to move') });
    expect(text).toBe('**Black**: the page says [“Black to move”](#e:line).');
    expect(evidence).toMatchObject([{ kind: 'text', text: 'Black to move' }]);
    expect((await askOnce('whose move is it?', { boards: [start], text: printedLines('Setup position', 'To play:\tWhite') })).text).toContain('**White**: the page says [“To play: White”]');
  });
});

describe('a board that was not read surely', () => {
  test('names the squares in doubt and marks them', async () => {
    const { text, status, evidence } = await askOnce('how many pawns are there?', { boards: [boardReading(start.fen, { unsure: { e2: 0.6 } })] });
    expect(status).toBe('hedged');
    expect(text).toContain('not sure about [e2](#e:unsure)');
    expect(evidence.some(({ group }) => group === 'unsure')).toBe(true);
  });

  test('still tells a square that was', async () => {
    expect((await askOnce('what is on a1?', { boards: [boardReading(start.fen, { unsure: { e2: 0.6 } })] })).status).toBe('answered');
  });

  test('is not counted when hardly anything of it was', async () => {
    const unsure = Object.fromEntries(start.squares.slice(0, 30).map(({ square }) => [square, 0.5]));
    const { text, status } = await askOnce('how many pawns?', { boards: [boardReading(start.fen, { unsure, confidence: 0.01 })] });
    expect(status).toBe('declined');
    expect(text).toContain("can't read it reliably");
  });

  test('follows the squares that the user set by hand', async () => {
    const picture = { ...shownPicture('a'), corrections: [{ boardIndex: 0, square: 'e4', piece: 'P' as const }] };
    const read = boardReading(start.fen, { unsure: { e4: 0.4 } });
    expect((await askOnce('how many white pawns?', { boards: [read] }, { picture })).text).toContain('9 white pawns');
    expect((await askOnce('what is on e4?', { boards: [read] }, { picture })).status).toBe('answered');
  });
});

describe('which board is meant', () => {
  test('the squares inside a drawn region alone', async () => {
    expect((await askOnce('how many pawns are here?', { boards: [start] }, { region: [0.1, 0.7, 0.5, 0.9] })).text).toContain('**4 pawns**');
  });

  test('each of several boards in one picture', async () => {
    const { text } = await askOnce('how many pawns are there?', { boards: [start, endgame] });
    expect(text).toMatch(/\*\*18 pawns\*\* in all.*16 pawns.*board 1.*2 pawns.*board 2/);
  });

  test('an earlier picture by its order, and two at once', async () => {
    const talk = conversation({ a: { boards: [start] }, b: { boards: [endgame] } });
    await talk.ask('how many pawns?', ['a']);
    expect((await talk.ask('how many pawns?', ['b'])).text).toContain('**2 pawns**');
    expect((await talk.ask('how many pawns are in the first picture?')).text).toContain('**16 pawns**');
    expect((await talk.ask('and in the second one?')).text).toContain('**2 pawns**');
    const both = await talk.ask('which of the two boards has more pawns?');
    expect(both.text).toContain('**Picture 1 has more**');
    expect(new Set(both.evidence.map(({ attachmentId }) => attachmentId)).size).toBe(2);
  });

  test('two pictures sent together', async () => {
    const talk = conversation({ a: { boards: [start] }, b: { boards: [endgame] } });
    expect((await talk.ask('how many rooks are there?', ['a', 'b'])).text).toMatch(/\*\*5 rooks\*\* in all/);
    expect((await talk.ask('which one has more queens?')).text).toContain('**Picture 1 has more**');
  });
});

describe('words that could mean chess', () => {
  test('are taken for chess before a board', async () => {
    expect(await on(endgame)('who is ahead?')).toContain('**White** has more material');
    expect(await on(start)('which pieces does black have?')).toContain('16 black pieces');
  });

  test('and for what they say before anything else', async () => {
    expect((await askOnce('who won the game?', { text: printedLines('FINAL SCORE', 'Tigers 3 Lions 1', 'The Tigers won the game') })).text).toContain('Tigers');
    expect((await askOnce('how many pieces of pizza are there?', { boards: [start] })).text).not.toContain('32');
  });

  test('are declined plainly where chess alone could answer them', async () => {
    for (const question of ['how many pawns?', 'what is on e4?', 'best move?', 'is the white king in check?']) {
      const { text, status } = await askOnce(question, {});
      expect(status, question).toBe('declined');
      expect(text, question).toContain('find no chess board');
    }
  });
});

describe('follow-ups', () => {
  test('keep the picture, its board and the pieces in mind', async () => {
    const talk = conversation({ a: { boards: [start] } });
    await talk.ask('how many pawns are on the board?', ['a']);
    expect((await talk.ask('and how many are black?')).text).toContain('8 black pawns');
    expect((await talk.ask('what about knights?')).text).toMatch(/2 black knights|4 knights/);
    expect((await talk.ask('what is on e1?')).text).toContain('A white king is on');
    expect((await talk.ask('and on d8?')).text).toContain('A black queen is on');
    expect((await talk.ask('is the white king in check?')).text).toContain('**No**');
    expect((await talk.ask('and black?')).text).toContain('the black king');
    expect((await talk.ask('thanks!')).text).toContain('welcome');
    expect((await talk.ask('and the rooks?')).text).toMatch(/rooks/);
  });

  test('ask again, and where the counted pieces are', async () => {
    const talk = conversation({ a: { boards: [endgame] } });
    await talk.ask('how many pawns are there?', ['a']);
    expect((await talk.ask('where are they?')).text).toContain('a2');
    await talk.ask('how many rooks?');
    expect((await talk.ask('are you sure?')).text).toContain('1 rook');
  });
});
