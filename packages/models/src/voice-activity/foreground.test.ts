import { createVoiceActivity, loudnessRange } from '@ocelli/models';
import { expect, it, onTestFinished } from 'vitest';
import { babble, joined, loudness, mixed, noise, rateHz, silence, spoken } from '../../test-support/sounds.js';

/** When speech begins and ends, in seconds. */
async function heard(samples: Int16Array): Promise<{ from: number; to: number }[]> {
  const activity = createVoiceActivity();
  onTestFinished(() => activity.close());
  const stream = activity.listen();
  const parts: { from: number; to: number }[] = [];
  for (let at = 0; at < samples.length; at += 1_600) {
    for (const { type, at: sample } of await stream.push(samples.subarray(at, at + 1_600))) {
      if (type === 'started') parts.push({ from: sample / rateHz, to: Infinity });
      if (type === 'ended') parts.at(-1)!.to = sample / rateHz;
    }
  }
  return parts;
}

const seconds = (parts: { from: number; to: number }[]) => parts.reduce((sum, { from, to }) => sum + Math.min(to, 30) - from, 0);

it('of people who talk in the background little is taken for somebody who speaks', async () => {
  expect(seconds(await heard(babble(30)))).toBeLessThan(6);
});

it('somebody in front of them is heard from beginning to end, though they go on', async () => {
  const question = joined(silence(4), spoken('how-many-pawns'), silence(5));
  const behind = babble(question.length / rateHz);
  const gain = loudness(spoken('how-many-pawns')) / 10 ** (12 / 20) / loudness(behind);
  const parts = await heard(mixed(question, behind.map((sample) => Math.round(gain * sample))));
  // The recording begins and ends with about a third of a second of silence.
  const asked = parts.find(({ from, to }) => from < 5 && to > 5)!;
  expect(asked.from).toBeGreaterThan(3.5);
  expect(asked.from).toBeLessThan(4.6);
  expect(asked.to).toBeGreaterThan(5.3);
  expect(asked.to).toBeLessThan(8);
});

it('loudness changes much where one speaks, in noise too, and little where eight do', () => {
  const question = spoken('how-many-pawns');
  const hiss = noise(question.length / rateHz, 0.5);
  const gain = loudness(question) / Math.sqrt(10) / loudness(hiss);
  expect(loudnessRange(question)).toBeGreaterThan(30);
  expect(loudnessRange(mixed(question, hiss.map((sample) => Math.round(gain * sample))))).toBeGreaterThan(10);
  expect(loudnessRange(babble(5))).toBeLessThan(10);
});
