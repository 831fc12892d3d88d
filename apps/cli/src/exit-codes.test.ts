import { expect, it } from 'vitest';
import { exitCodeOf, exitCodeOfAll, exitCodeOfAnswer } from './exit-codes.js';

it('tells what the asker can mend (2) and pictures without a board (3) from failures (1)', () => {
  expect(['not_found', 'unsupported_media', 'too_large'].map((code) => exitCodeOf(code as 'not_found'))).toEqual([2, 2, 2]);
  expect(exitCodeOf('no_board')).toBe(3);
  expect([exitCodeOf('model_failed'), exitCodeOf('model_unavailable'), exitCodeOf('disk_full'), exitCodeOf('internal')]).toEqual([1, 1, 1, 1]);
});

it('ends a call over several pictures with its gravest outcome', () => {
  expect(exitCodeOfAll([])).toBe(0);
  expect(exitCodeOfAll([2, 3])).toBe(3);
  expect(exitCodeOfAll([3, 2, 1])).toBe(1);
});

it('takes declining for an answer, unless a tool broke down', () => {
  expect(exitCodeOfAnswer({ status: 'declined', tools: [{ name: 'look', ms: 9 }] })).toBe(0);
  expect(exitCodeOfAnswer({ status: 'declined', tools: [{ name: 'read_board', ms: 9, error: 'model_failed' }] })).toBe(1);
  expect(exitCodeOfAnswer({ status: 'hedged', tools: [{ name: 'look', ms: 9, error: 'model_failed' }, { name: 'read_text', ms: 9 }] })).toBe(0);
});
