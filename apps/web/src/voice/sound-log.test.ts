import { expect, it } from 'vitest';
import { SoundLog } from './sound-log';

it('gives any portion of what was said, again and again, whatever its size', () => {
  const log = new SoundLog();
  const said = Int16Array.from({ length: 50_000 }, (_, n) => (n * 7) % 30_000);
  for (let at = 0; at < said.length; at += 1_700) log.add(said.subarray(at, at + 1_700));
  expect(log.length).toBe(50_000);
  for (const [from, most] of [[0, 16_000], [15_999, 16_000], [49_999, 16_000], [0, 50_000], [50_000, 10]] as const) {
    expect(new Int16Array(log.portion(from, most).buffer)).toEqual(said.slice(from, from + most));
  }
});
