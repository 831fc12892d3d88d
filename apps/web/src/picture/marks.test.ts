import { describe, expect, it } from 'vitest';
import type { Evidence, SquareReading } from '@/wire/protocol';
import { squareNames } from '@/board/board-geometry';
import { isLit, largestFirst, marksOn, pointedSquare, squareName } from './marks';

const picture = 'a'.repeat(64);
const thing = (id: string, left: number, group = 'people'): Evidence => ({ kind: 'thing', id, group, attachmentId: picture, label: 'person', score: 0.8, box: [left, 0.2, left + 0.1, 0.9] });
const board = (doubtful: string): Evidence => ({
  kind: 'board', id: 'board-0', group: 'board', attachmentId: picture, label: 'chess board', score: 0.9, box: [0, 0, 1, 1], boardIndex: 0,
  board: {
    fen: '8/8/8/8/8/8/8/8', orientation: 'white-bottom', orientationConfidence: 1, confidence: 0.9, corners: [[0, 0], [1, 0], [1, 1], [0, 1]],
    squares: squareNames.map((square): SquareReading => ({ square, piece: null, p: square === doubtful ? 0.4 : 0.99 })),
  },
});

describe('marks on a picture', () => {
  it('number what was counted together from left to right, and nothing that stands alone', () => {
    const marks = marksOn([thing('right', 0.7), thing('left', 0.1), thing('middle', 0.4), thing('dog', 0.5, 'dogs')], picture);
    expect(marks.map(({ id, ordinal }) => [id, ordinal])).toEqual([['right', 3], ['left', 1], ['middle', 2], ['dog', undefined]]);
  });

  it('belong to their picture only', () => {
    expect(marksOn([thing('one', 0.1)], 'b'.repeat(64))).toEqual([]);
  });

  it('show the squares a board was not read surely on', () => {
    expect(marksOn([board('e4')], picture).filter(({ kind }) => kind === 'unsure').map(({ square }) => square)).toEqual([squareName(0, 'e4')]);
  });

  it('of lines that an unsure answer may mean too have another colour than the answer', () => {
    const line = (id: string, group: string): Evidence => ({ kind: 'text', id, group, attachmentId: picture, label: 'text', text: id, score: 0.9, box: [0.1, 0.1, 0.5, 0.2], quad: [[0.1, 0.1], [0.5, 0.1], [0.5, 0.2], [0.1, 0.2]] });
    expect(marksOn([line('answer-1', 'answer'), line('other-1-4', 'other-1'), line('other-2-7', 'other-2')], picture).map(({ tone }) => tone)).toEqual(['plain', 'second', 'second']);
  });

  it('light up by id, by group and by square', () => {
    const [mark] = marksOn([thing('one', 0.1)], picture);
    expect([isLit(mark!, 'one'), isLit(mark!, 'people'), isLit(mark!, 'dogs'), isLit(mark!, null)]).toEqual([true, true, false, false]);
  });

  it('gain the pointed square of a board, where none lies on it yet', () => {
    const evidence = [board('e4')];
    const marks = marksOn(evidence, picture);
    expect(pointedSquare(evidence, picture, marks, squareName(0, 'a1'))?.corners[0]).toEqual([0, 7 / 8]);
    expect(pointedSquare(evidence, picture, marks, squareName(0, 'e4'))).toBeUndefined();
  });

  it('are drawn largest first, so that small ones can be pointed at', () => {
    const large: Evidence = { ...thing('large', 0), box: [0, 0, 1, 1] };
    expect(largestFirst(marksOn([thing('small', 0.1), large], picture)).map(({ id }) => id)).toEqual(['large', 'small']);
  });
});
