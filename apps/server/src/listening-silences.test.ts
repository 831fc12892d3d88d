import { ensureDownloads } from '@ocelli/models';
import { beforeAll, expect, it } from 'vitest';
import { babble, hum, joined, loudness, mixed, music, rateHz, silence, spoken } from '../../../packages/models/test-support/sounds.js';
import { listen } from '../test-support/listening.js';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { Visitor, type Page } from '../test-support/visitor.js';

let page: Page;
beforeAll(async () => {
  await ensureDownloads(['whisper-tiny-en']);
  const visitor = await Visitor.arrive((await startServer({ answer: echo }, { eventsPerMinute: 100_000, turnsPerMinute: 1_000 })).url);
  page = await visitor.open();
}, 600_000);

it.each([
  ['silence', silence(60)],
  ['a hum', hum(60)],
  ['music-like tones', music(60)],
  ['eight people who talk at once', babble(60)],
])('in a minute of %s no question is heard and no word is shown', async (_what, sound) => {
  for (let at = 0; at < sound.length; ) {
    const { outcome, shown, took } = await listen(page, joined(sound.subarray(at), silence(10)));
    expect(outcome).toMatchObject({ phase: 'failed', error: { code: 'no_speech' } });
    expect(shown).toEqual([]);
    at += took;
  }
}, 300_000);

it('a question in front of people who talk is heard, and they are not', async () => {
  const question = joined(silence(2), spoken('how-many-pawns'), silence(12));
  const behind = babble(question.length / rateHz);
  const gain = loudness(spoken('how-many-pawns')) / 10 ** (14 / 20) / loudness(behind);
  const { outcome } = await listen(page, mixed(question, behind.map((sample) => Math.round(gain * sample))));
  expect(outcome).toMatchObject({ phase: 'heard', text: expect.stringMatching(/^how many .* (are )?on the board\W*$/i) });
}, 300_000);

it('people who talk at once are told of', async () => {
  expect((await listen(page, babble(20))).outcome).toMatchObject({ error: { message: expect.stringContaining('Too many people talk at once') } });
}, 300_000);
