import type { TranscriptSegment } from '@ocelli/protocol';
import fc from 'fast-check';
import { parseText } from 'media-captions';
import { describe, expect, it } from 'vitest';
import { cueLimits, cuesOf, formatTranscript } from './subtitles.js';

declare module 'media-captions' {
  // Its own declarations name files without their endings, which is not found from an ES module.
  export function parseText(text: string, options: { type: 'srt' | 'vtt'; strict?: boolean }): Promise<{ cues: { startTime: number; endTime: number; text: string }[]; errors: unknown[] }>;
}

/** A sentence whose words take so many seconds each. */
function sentence(text: string, start: number, seconds = 0.3): TranscriptSegment {
  const words = text.split(' ').map((word, at) => ({ text: word, start: start + at * seconds, end: start + (at + 1) * seconds, confidence: 0.9 }));
  return { text, start, end: words.at(-1)!.end, confidence: 0.9, words };
}
const long = 'The captain of the old ship, who had not slept for two days, ordered everyone to put on a life jacket and to stay below, because the storm was coming closer.';

describe('subtitles', () => {
  it('are read by another program as they were meant', async () => {
    const transcript = { segments: [sentence('Is 3 < 4 & 5 > 2?', 0.5), sentence(long, 3), sentence('Thank you --> all.', 3_725.25)] };
    for (const type of ['srt', 'vtt'] as const) {
      const { cues, errors } = await parseText(formatTranscript(transcript, type), { type, strict: true });
      expect(errors).toEqual([]);
      expect(cues.map(({ startTime, endTime }) => [startTime, endTime])).toEqual(cuesOf(transcript).map(({ start, end }) => [expect.closeTo(start, 3), expect.closeTo(end, 3)]));
      expect(cues.at(-1)!.text.replace(/\s+/g, ' ')).toBe('Thank you → all.');
      expect(cues.slice(1, -1).map(({ text }) => text.replace(/\s+/g, ' ')).join(' ')).toBe(long);
    }
    expect((await parseText(formatTranscript(transcript, 'srt'), { type: 'srt' })).cues[0]!.text).toBe('Is 3 < 4 & 5 > 2?');
  });

  it('are cut at commas rather than in the midst, in lines of about the same length', () => {
    expect(cuesOf({ segments: [sentence(long, 0)] }).map(({ lines }) => lines)).toEqual([
      ['The captain of the old ship,', 'who had not slept for two days,'],
      ['ordered everyone to put on a', 'life jacket and to stay below,'],
      ['because the storm was coming closer.'],
    ]);
  });

  it('fit the screen whatever is said: every word once and in order, no cue too long, too wide or over another', () => {
    const word = fc.oneof(fc.stringMatching(/^[a-zA-Z]{1,12}[,.;]?$/), fc.stringMatching(/^[A-Z]{43,100}$/));
    const segment = fc.record({ words: fc.array(word, { minLength: 1, maxLength: 40 }), pause: fc.double({ min: 0, max: 9, noNaN: true }), seconds: fc.double({ min: 0.01, max: 2, noNaN: true }), timed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 6 }), (parts) => {
        let at = 0;
        const segments = parts.map(({ words, pause, seconds, timed }) => {
          const one = sentence(words.join(' '), at + pause, seconds);
          at = one.end;
          return timed ? one : { ...one, words: undefined };
        });
        const cues = cuesOf({ segments });
        expect(cues.flatMap(({ lines }) => lines).join('').replaceAll(' ', '')).toBe(segments.map(({ text }) => text).join('').replaceAll(' ', ''));
        for (const [nth, { start, end, lines }] of cues.entries()) {
          expect(lines.length).toBeGreaterThan(0);
          expect(lines.length).toBeLessThanOrEqual(cueLimits.lines);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(cueLimits.characters);
          expect(end).toBeGreaterThan(start);
          expect(end - start).toBeLessThanOrEqual(cueLimits.seconds + 0.002);
          if (nth > 0) expect(start).toBeGreaterThanOrEqual(cues[nth - 1]!.end - 0.002);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('of a language without spaces have none', () => {
    const words = ['図書館', 'は', '八時', 'に', '閉まります。'].map((text, at) => ({ text, start: at, end: at + 0.5, confidence: 1 }));
    expect(cuesOf({ segments: [{ text: '図書館は八時に閉まります。', start: 0, end: 4.5, confidence: 1, words }] })[0]!.lines).toEqual(['図書館は八時に閉まります。']);
  });

  it('of a recording in which nobody speaks are none', () => {
    expect([formatTranscript({ segments: [] }, 'srt'), formatTranscript({ segments: [] }, 'vtt'), formatTranscript({ segments: [] }, 'txt')]).toEqual(['', 'WEBVTT\n', '']);
  });
});

describe('a transcript as text', () => {
  it('has a paragraph where somebody paused', () => {
    expect(formatTranscript({ segments: [sentence('One two.', 0), sentence('Three.', 1), sentence('Four.', 9)] }, 'txt')).toBe('One two. Three.\n\nFour.\n');
  });
});
