import type { BoardReading } from '@ocelli/protocol';
import { describe, expect, it } from 'vitest';
import { likelyWords, type Surroundings } from './likely-words.js';

const nothing: Surroundings = { earlier: [], boards: [], things: [], lines: [] };
const thing = (label: string, score: number): Surroundings['things'][number] => ({ label, score, box: [0, 0, 1, 1] });

describe('words that are likely to be said', () => {
  it('are none where nothing is known', () => {
    expect(likelyWords(nothing)).toBe('');
  });

  it('are those of chess before a board', () => {
    expect(likelyWords({ ...nothing, boards: [{} as BoardReading] })).toMatch(/king.*pawns, knights, bishops, rooks and queens/);
  });

  it('are the things that were surely seen, each once', () => {
    expect(likelyWords({ ...nothing, things: [thing('dog', 0.9), thing('dog', 0.8), thing('sofa', 0.6), thing('bird', 0.2)] })).toBe('There is a dog, a sofa in the picture.');
  });

  it('are those that are surely printed, each once, without numbers', () => {
    const line = (text: string, score: number): Surroundings['lines'][number] => ({ text, score, box: [0, 0, 1, 1], quad: [[0, 0], [1, 0], [1, 1], [0, 1]] });
    expect(likelyWords({ ...nothing, lines: [line('Harbour Bakery', 0.98), line('Tel. 0117 496', 0.9), line('BAKERY', 0.95), line('rn0is3', 0.4)] })).toBe('It says: Harbour, bakery, Tel.');
  });

  it('are those of the last two questions, the latest nearest', () => {
    expect(likelyWords({ ...nothing, earlier: ['How big is it?', 'Where is the bishop', 'And the rook?'] })).toBe('Where is the bishop. And the rook?');
  });

  it('are bounded, however much was asked', () => {
    const words = likelyWords({ ...nothing, earlier: ['x'.repeat(4_000), 'y'.repeat(4_000)], boards: [{} as BoardReading] });
    expect(words.length).toBeLessThanOrEqual(600);
    expect(words).toContain('pawns');
  });
});
