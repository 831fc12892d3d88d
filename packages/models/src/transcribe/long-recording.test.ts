import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptAudio, wavBytes } from '@ocelli/media';
import { createLocalPerception, ensureDownloads, type LocalPerception } from '@ocelli/models';
import type { TranscriptWord } from '@ocelli/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { floats, hum, joined, music, rateHz, silence } from '../../test-support/sounds.js';
import { openRecording } from './recorded-sound.js';

/** Each with what follows it. */
const script: readonly { says: string; then: Int16Array }[] = [
  { says: 'The library closes at eight in the evening.', then: silence(0.4) },
  { says: 'He forgot his umbrella on the bus last Tuesday.', then: silence(0) },
  { says: 'It was snowing when the train finally arrived.', then: music(4) },
  { says: 'The carpenter measured the door twice.', then: silence(1.2) },
  { says: 'My sister plays the piano better than anyone.', then: silence(0) },
  { says: 'Turn left at the second traffic light.', then: silence(0) },
  { says: 'The engine made a strange noise and then it stopped.', then: hum(7) },
  { says: 'Winter comes early in the mountains.', then: silence(0.2) },
  { says: 'The farmer drives his tractor to the market.', then: silence(9) },
  { says: 'Two brown horses were standing beside the fence.', then: music(1.5) },
  { says: 'Thank you very much for your help.', then: silence(2) },
];

let folder: string;
let senses: LocalPerception;
beforeAll(async () => {
  await ensureDownloads(['whisper-tiny-en', 'kokoro']);
  folder = await mkdtemp(join(tmpdir(), 'ocelli-long-'));
  senses = createLocalPerception();
}, 600_000);
afterAll(async () => {
  await senses.close();
  await rm(folder, { recursive: true, force: true });
});

/** A sentence as it is spoken, 16 kHz, without the silence around. */
async function spoken(text: string): Promise<Int16Array> {
  const pieces: Float32Array[] = [];
  const { value } = await senses.speak(text, { onSound: ({ samples }) => pieces.push(samples) });
  const { path } = await acceptAudio(wavBytes(Float32Array.from(pieces.flatMap((piece) => [...piece])), value.sampleRate), folder);
  const sound = await openRecording(path);
  const samples = Int16Array.from(await sound.read(0, sound.length), (sample) => Math.round(sample * 32_768));
  await sound.close();
  const loud = (sample: number) => Math.abs(sample) > 200;
  return samples.subarray(samples.findIndex(loud), samples.findLastIndex(loud) + 1);
}
const plain = (words: readonly { text: string }[]) => words.map(({ text }) => text.toLowerCase().replace(/[^a-z0-9]/g, '')).join(' ').replace(' 8 ', ' eight ');

describe('a long recording', () => {
  it('gives back each sentence once, when it was said, and nothing of silence, hum and music', async () => {
    const said: { text: string; from: number; to: number }[] = [];
    const parts: Int16Array[] = [];
    for (const [at, { says, then }] of script.entries()) {
      const from = parts.reduce((sum, { length }) => sum + length, 0);
      parts.push(await spoken(says));
      said.push({ text: says, from: from / rateHz, to: (from + parts[2 * at]!.length) / rateHz });
      parts.push(then);
    }
    const path = join(folder, 'long.wav');
    await writeFile(path, wavBytes(floats(joined(...parts)), rateHz));
    const told: number[] = [];
    const { value } = await senses.transcribe({ id: 'long', path }, { onProgress: (fraction) => told.push(fraction) });
    const words = value.segments.flatMap((segment) => segment.words ?? []);
    expect(plain(words)).toBe(plain(script.flatMap(({ says }) => says.split(' ').map((text) => ({ text })))));
    for (const { text, from, to } of said) {
      const middle = ({ start, end }: TranscriptWord) => (start + end) / 2;
      const during = words.filter((word) => middle(word) > from - 0.15 && middle(word) < to + 0.15);
      // Where no pause is between two sentences, a word at their border may be told a little early or late.
      expect(plain(during)).toContain(plain(text.split(' ').slice(1, -1).map((word) => ({ text: word }))));
    }
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  }, 180_000);
});
