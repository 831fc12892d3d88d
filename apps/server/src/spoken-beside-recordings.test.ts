import { wavBytes } from '@ocelli/media';
import { ensureDownloads } from '@ocelli/models';
import { Recording } from '@ocelli/protocol';
import { expect, it } from 'vitest';
import { floats, joined, rateHz, silence, spoken } from '../../../packages/models/test-support/sounds.js';
import { listen } from '../test-support/listening.js';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { question, Visitor } from '../test-support/visitor.js';

/** Two questions, again and again. */
const times = 30;
const talk = joined(...Array.from({ length: times }, () => [spoken('how-many-pawns'), silence(0.4), spoken('how-many-are-black'), silence(0.4)]).flat());

it('a question that is spoken while minutes of a recording are written down is heard first, and the recording whole', async () => {
  await ensureDownloads(['whisper-tiny-en']);
  const visitor = await Visitor.arrive((await startServer({ answer: echo }, { eventsPerMinute: 100_000 })).url);
  const response = await visitor.fetch('/api/attachments?name=talk.wav', { method: 'POST', body: new Uint8Array(wavBytes(floats(talk), rateHz)) });
  const { id } = Recording.parse(await response.json());
  const page = await visitor.open();
  const answer = page.ended(await page.ask(question('What is said?', { recordings: [{ id }] })));
  const first = await Promise.race([answer.then(() => 'the recording'), listen(page, joined(silence(0.5), spoken('how-many-pawns'), silence(2))).then(({ outcome }) => outcome)]);
  expect(first).toMatchObject({ phase: 'heard', text: expect.stringMatching(/^how many .* on the board/i) as string });
  const [call] = (await answer).toolCalls;
  expect(JSON.stringify(call).match(/black/gi)).toHaveLength(times);
  expect(JSON.stringify(call).match(/board/gi)).toHaveLength(times);
}, 600_000);
