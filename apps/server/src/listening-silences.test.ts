import { ensureDownloads } from '@ocelli/models';
import { ListenUpdate, type ListeningOutcome } from '@ocelli/protocol';
import { beforeAll, expect, it, vi } from 'vitest';
import { babble, hum, joined, loudness, mixed, music, rateHz, silence, spoken } from '../../../packages/models/test-support/sounds.js';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { newId, Visitor, type Page } from '../test-support/visitor.js';

let page: Page;
beforeAll(async () => {
  await ensureDownloads(['whisper-tiny-en']);
  const visitor = await Visitor.arrive((await startServer({ answer: echo }, { eventsPerMinute: 100_000, turnsPerMinute: 1_000 })).url);
  page = await visitor.open();
}, 600_000);

/** Switches the microphone on until its turn is over: how that ended, all words that were shown, and how much of the sound it took. */
async function listen(sound: Int16Array): Promise<{ outcome: ListeningOutcome; shown: string[]; took: number }> {
  const listenId = newId();
  const shown: string[] = [];
  let outcome: ListeningOutcome | undefined;
  const hear = (raw: unknown) => {
    const { listenId: of, state } = ListenUpdate.parse(raw);
    if (of !== listenId) return;
    if (state.phase === 'open' || state.phase === 'closing') shown.push(`${state.stable}${state.rest}`);
    else outcome = state;
  };
  page.socket.on('listen.update', hear);
  await page.emit('listen.start', { listenId, conversationId: null, attachments: [], language: 'en', endsBy: 'silence' });
  let at = 0;
  for (; at < sound.length && !outcome; at += 1_600) await page.emit('listen.audio', { listenId, from: at, pcm: new Uint8Array(sound.slice(at, at + 1_600).buffer) });
  await vi.waitFor(() => expect(outcome).toBeDefined(), { timeout: 60_000 });
  page.socket.off('listen.update', hear);
  return { outcome: outcome!, shown: shown.filter(Boolean), took: at };
}

it.each([
  ['silence', silence(60)],
  ['a hum', hum(60)],
  ['music-like tones', music(60)],
  ['eight people who talk at once', babble(60)],
])('in a minute of %s no question is heard and no word is shown', async (_what, sound) => {
  for (let at = 0; at < sound.length; ) {
    const { outcome, shown, took } = await listen(joined(sound.subarray(at), silence(10)));
    expect(outcome).toMatchObject({ phase: 'failed', error: { code: 'no_speech' } });
    expect(shown).toEqual([]);
    at += took;
  }
}, 300_000);

it('a question in front of people who talk is heard, and they are not', async () => {
  const question = joined(silence(2), spoken('how-many-pawns'), silence(12));
  const behind = babble(question.length / rateHz);
  const gain = loudness(spoken('how-many-pawns')) / 10 ** (14 / 20) / loudness(behind);
  const { outcome } = await listen(mixed(question, behind.map((sample) => Math.round(gain * sample))));
  expect(outcome).toMatchObject({ phase: 'heard', text: expect.stringMatching(/^how many .* (are )?on the board\W*$/i) });
}, 300_000);

it('people who talk at once are told of', async () => {
  expect((await listen(babble(20))).outcome).toMatchObject({ error: { message: expect.stringContaining('Too many people talk at once') } });
}, 300_000);
