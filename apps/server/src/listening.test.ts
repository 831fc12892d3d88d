import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ListenUpdate, listening, OcelliError, type ErrorBody, type ListeningState, type ListenStart } from '@ocelli/protocol';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { joined, silence, spoken } from '../../../packages/models/test-support/sounds.js';
import { Scribe } from '../test-support/scribe.js';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { newId, Visitor, type Page } from '../test-support/visitor.js';

const question = joined(silence(0.5), spoken('how-many-pawns'), silence(1.2));

/** Somebody who speaks into a page. */
class Speech {
  readonly listenId = newId();
  readonly updates: ListenUpdate[] = [];
  received = 0;

  constructor(public page: Page) {
    this.#listen();
  }

  #listen(): void {
    this.page.socket.on('listen.update', (update) => {
      if (update.listenId === this.listenId) this.updates.push(ListenUpdate.parse(update));
    });
  }

  get state(): ListeningState | undefined {
    return this.updates.at(-1)?.state;
  }

  async start(more: Partial<ListenStart> = {}): Promise<this> {
    this.received = received(await this.page.emit('listen.start', { listenId: this.listenId, conversationId: null, attachments: [], language: 'en', endsBy: 'silence', ...more }));
    return this;
  }

  /** Goes on in another page, as after a lost connection. */
  async goOnIn(page: Page): Promise<void> {
    this.page = page;
    this.#listen();
    await this.start();
  }

  async send(from: number, samples: Int16Array): Promise<number> {
    const pcm = new Uint8Array(samples.slice().buffer);
    return (this.received = received(await this.page.emit('listen.audio', { listenId: this.listenId, from, pcm })));
  }

  /** Says a sound in pieces of a tenth of a second, from where the server has it, until it has enough. */
  async say(sound: Int16Array, to = sound.length): Promise<void> {
    for (let at = this.received; at < to && !this.over; at += 1_600) await this.send(at, sound.subarray(at, Math.min(to, at + 1_600)));
  }

  /** Certain words, and those that may change. */
  get words(): string | undefined {
    return this.state && 'rest' in this.state ? `${this.state.stable}|${this.state.rest}` : undefined;
  }

  get over(): boolean {
    return this.state?.phase === 'heard' || this.state?.phase === 'failed';
  }

  async ended(): Promise<ListeningState> {
    await vi.waitFor(() => expect(this.over).toBe(true), { timeout: 20_000 });
    return this.state!;
  }

  async failed(): Promise<string> {
    const state = await this.ended();
    return state.phase === 'failed' ? state.error.code : state.phase;
  }
}

function received(reply: { ok: true; value: { received: number } } | { ok: false; error: ErrorBody }): number {
  if (!reply.ok) throw new OcelliError(reply.error.code, reply.error.message);
  return reply.value.received;
}

const scribe = new Scribe();
let url: string;
let folder: string;
let visitor: Visitor;
let page: Page;
beforeAll(async () => {
  const server = await startServer({ answer: echo, transcribe: scribe.transcribe });
  url = server.url;
  folder = join(server.config.dataFolder, 'listening');
});
beforeEach(async () => {
  scribe.writes('How many pawns are on the board?');
  visitor = await Visitor.arrive(url);
  page = await visitor.open();
});

describe('a spoken question', () => {
  it('becomes words when the speaker is done, and is heard as it was said, from a little before to a little after', async () => {
    const speech = await new Speech(page).start();
    await speech.say(question);
    expect(await speech.ended()).toEqual({ phase: 'heard', text: 'How many pawns are on the board?', language: 'en', confidence: 0.9, endedBy: 'silence' });
    const at = offsetIn(question, scribe.last);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThan(0.9 * listening.sampleRateHz);
    expect(at + scribe.last.length).toBeGreaterThan(2.3 * listening.sampleRateHz);
  });

  it('shows words while it is spoken: what two looks agree on as certain', async () => {
    const words = ['How many', 'How many ponds are', 'How many pawns are on', 'How many pawns are on the board?'];
    let looks = 0;
    scribe.writes((samples) => (samples.length < 4_000 ? '' : words[Math.min(words.length - 1, looks++)]!));
    const speech = await new Speech(page).start();
    for (const [to, words] of [[20_000, '|How many'], [26_000, 'How many|ponds are'], [32_000, 'How many|pawns are on']] as const) {
      await speech.say(question, to);
      await vi.waitFor(() => expect(speech.words).toBe(words), { timeout: 20_000 });
    }
    await speech.say(question);
    await speech.ended();
    expect(speech.updates.map(({ state }) => (state.phase === 'open' ? state.voice : state.phase))).toEqual(expect.arrayContaining(['speaking', 'pausing', 'heard']));
    expect(speech.updates.map(({ revision }) => revision)).toEqual(speech.updates.map((_, n) => n + 1));
  });

  it('goes on after a lost connection: nothing is lost and nothing is doubled', async () => {
    const speech = await new Speech(page).start();
    await speech.say(question, 20_000);
    page.leave();
    await speech.goOnIn(await visitor.open());
    expect(speech.received).toBe(20_000);
    // What was on its way when the line broke comes again, in other portions; what would leave a gap is not taken.
    expect(await speech.send(8_000, question.subarray(8_000, 23_000))).toBe(23_000);
    expect(await speech.send(30_000, question.subarray(30_000, 31_000))).toBe(23_000);
    expect(await speech.send(10_000, question.subarray(10_000, 12_000))).toBe(23_000);
    await speech.say(question);
    expect(await speech.ended()).toMatchObject({ phase: 'heard' });
    expect(offsetIn(question, scribe.last)).toBeGreaterThanOrEqual(0);
  });

  it('that ended while the connection was lost is told to the page that comes back', async () => {
    const speech = await new Speech(page).start();
    await speech.say(question);
    await speech.ended();
    page.leave();
    speech.updates.length = 0;
    await speech.goOnIn(await visitor.open());
    await vi.waitFor(() => expect(speech.state).toMatchObject({ phase: 'heard', text: 'How many pawns are on the board?' }));
  });

  it('ends when the speaker says so, in mid-word', async () => {
    const speech = await new Speech(page).start({ endsBy: 'told' });
    await speech.say(question, 25_000);
    await speech.page.emit('listen.end', { listenId: speech.listenId, samples: 25_000 });
    expect(await speech.ended()).toMatchObject({ phase: 'heard', endedBy: 'told' });
    const at = offsetIn(question, scribe.last);
    expect(at + scribe.last.length).toBe(25_000);
  });

  it('does not end at a pause while the speaker holds it', async () => {
    const both = joined(spoken('how-many-pawns'), silence(1.5), spoken('how-many-are-black'));
    const speech = await new Speech(page).start({ endsBy: 'told' });
    await speech.say(both);
    expect(speech.state?.phase).toBe('open');
    await speech.page.emit('listen.end', { listenId: speech.listenId, samples: both.length });
    expect(await speech.ended()).toMatchObject({ phase: 'heard', endedBy: 'told' });
  });

  it('is given time where it does not sound finished: people think in mid-sentence', async () => {
    const pause = joined(silence(0.3), spoken('how-many-pawns'), silence(0.5));
    scribe.writes((samples) => (samples.length < 48_000 ? 'And how many of' : 'And how many of them are black?'));
    const speech = await new Speech(page).start();
    await speech.say(pause);
    await vi.waitFor(() => expect(speech.words).toContain('And how many of'), { timeout: 20_000 });
    await speech.say(joined(pause, spoken('how-many-are-black')));
    expect(speech.over).toBe(false);
    await vi.waitFor(() => expect(speech.words).toContain('black?'), { timeout: 20_000 });
    await speech.say(joined(pause, spoken('how-many-are-black'), silence(1)));
    expect(await speech.ended()).toMatchObject({ phase: 'heard', text: 'And how many of them are black?' });
    const trailing = await new Speech(page).start();
    scribe.writes('And how many…');
    await trailing.say(pause);
    await vi.waitFor(() => expect(trailing.words).toContain('…'), { timeout: 20_000 });
    await trailing.say(joined(pause, silence(2)));
    expect(await trailing.ended()).toMatchObject({ phase: 'heard', text: 'And how many…' });
  });

  it('that is too long ends there, with what was said until then', async () => {
    const long = joined(...Array.from({ length: 30 }, () => spoken('how-many-pawns')));
    const speech = await new Speech(page).start({ endsBy: 'told' });
    await speech.say(long);
    expect(await speech.ended()).toMatchObject({ phase: 'heard', endedBy: 'limit' });
    expect(speech.received).toBe(listening.seconds * listening.sampleRateHz);
  });
});

describe('what is no question', () => {
  it('silence: nobody was heard, and nothing was written down', async () => {
    scribe.writes((samples) => (samples.some(Boolean) ? 'Thank you.' : ''));
    const speech = await new Speech(page).start();
    await speech.say(silence(listening.secondsWithoutSpeech + 1));
    expect(await speech.failed()).toBe('no_speech');
    const held = await new Speech(page).start({ endsBy: 'told' });
    await held.say(silence(1));
    await page.emit('listen.end', { listenId: held.listenId, samples: 16_000 });
    expect(await held.failed()).toBe('no_speech');
    expect(scribe.dictations.filter(({ samples }) => samples.some(Boolean))).toEqual([]);
  });

  it('a voice without words', async () => {
    scribe.writes('');
    scribe.writes('');
    const speech = await new Speech(page).start();
    await speech.say(question);
    expect(await speech.failed()).toBe('no_speech');
  });

  it('a voice whose words nobody would vouch for: none of them are shown', async () => {
    scribe.writes('The night is pawn a close.').confidence = 0.2;
    const speech = await new Speech(page).start();
    await speech.say(question);
    expect(await speech.failed()).toBe('no_speech');
    expect(new Set(speech.updates.flatMap(({ state }) => ('rest' in state ? [state.stable + state.rest] : [])))).toEqual(new Set(['']));
  });

  it('a cancelled one: its words are not worked out, and its sound is gone', async () => {
    scribe.writes((samples) => (samples.length < 4_000 ? '' : new Promise(() => undefined)));
    const speech = await new Speech(page).start();
    await speech.say(question, 30_000);
    await vi.waitFor(() => expect(scribe.dictations).toHaveLength(1));
    expect(scribe.dictations[0]).toMatchObject({ folder, mode: 0o600 });
    expect(await page.emit('listen.cancel', { listenId: speech.listenId })).toEqual({ ok: true, value: {} });
    expect(await speech.failed()).toBe('cancelled');
    await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]));
    expect(scribe.cancelled).toBe(1);
    await expect(speech.send(30_000, silence(0.1))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('one without a model to hear it: told before anybody speaks', async () => {
    const { url } = await startServer({ answer: echo, transcribe: () => Promise.reject(new OcelliError('model_unavailable', 'Whisper is not installed.')) });
    const page = await (await Visitor.arrive(url)).open();
    const speech = await new Speech(page).start();
    expect(await speech.ended()).toEqual({ phase: 'failed', error: { code: 'model_unavailable', message: 'Whisper is not installed.' } });
  });
});

describe('who speaks', () => {
  it('nobody speaks into, ends or cancels the question of somebody else', async () => {
    const speech = await new Speech(page).start();
    const stranger = await (await Visitor.arrive(url)).open();
    const pcm = new Uint8Array(3_200);
    for (const reply of [
      await stranger.emit('listen.audio', { listenId: speech.listenId, from: 0, pcm }),
      await stranger.emit('listen.end', { listenId: speech.listenId, samples: 0 }),
      await stranger.emit('listen.start', { listenId: speech.listenId, conversationId: null, attachments: [], endsBy: 'silence' }),
    ]) expect(reply).toMatchObject({ ok: false, error: { code: 'not_found' } });
    await stranger.emit('listen.cancel', { listenId: speech.listenId });
    await speech.say(question);
    expect(await speech.ended()).toMatchObject({ phase: 'heard' });
  });

  it('speaks two questions at once at most, and may begin anew when one is over', async () => {
    const [first] = [await new Speech(page).start(), await new Speech(page).start()];
    await expect(new Speech(page).start()).rejects.toMatchObject({ code: 'busy' });
    await page.emit('listen.cancel', { listenId: first.listenId });
    await new Speech(page).start();
  });

  it('thirty-two speak at once at most: the next is told that others do, and may begin when one of them is done', async () => {
    const open: { page: Page; listenId: string }[] = [];
    const refusal = await (async () => {
      for (let owner = await Visitor.arrive(url), own = 0; ; own = (own + 1) % 2) {
        if (own === 0) owner = await Visitor.arrive(url);
        const page = await owner.open();
        try {
          open.push({ page, listenId: (await new Speech(page).start()).listenId });
        } catch (cause) {
          return cause;
        }
      }
    })();
    expect(refusal).toMatchObject({ code: 'busy', message: expect.stringContaining('Too many people speak to Ocelli') as string });
    expect(open.length).toBeGreaterThan(20);
    expect(open.length).toBeLessThanOrEqual(32);
    const next = await (await Visitor.arrive(url)).open();
    await open[0]!.page.emit('listen.cancel', { listenId: open[0]!.listenId });
    open.push({ page: next, listenId: (await new Speech(next).start()).listenId });
    for (const { page, listenId } of open) await page.emit('listen.cancel', { listenId });
  });

  it('eight at once are each heard for themselves, and what only passes makes way for what counts', async () => {
    scribe.writes(async (samples) => `It took ${(samples.length / listening.sampleRateHz).toFixed(1)} seconds.`);
    const speeches = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const speech = new Speech(await (await Visitor.arrive(url)).open());
        const sound = joined(silence(0.3), ...Array.from({ length: 1 + (n % 3) }, () => spoken('how-many-pawns').subarray(5_000, 28_000)), silence(1.2));
        await speech.start();
        await speech.say(sound);
        return await speech.ended();
      }),
    );
    for (const [n, state] of speeches.entries()) {
      const seconds = Number(/[\d.]+/.exec(state.phase === 'heard' ? state.text : '')?.[0]);
      expect(Math.abs(seconds - 1.44 * (1 + (n % 3))), `speaker ${n}`).toBeLessThan(0.7);
    }
  });

  it.each([
    ['a start without an id', 'listen.start', { conversationId: null, attachments: [], endsBy: 'silence' }],
    ['a start with a path for an id', 'listen.start', { listenId: '../../etc/passwd', conversationId: null, attachments: [], endsBy: 'silence' }],
    ['half a sample', 'listen.audio', { listenId: 'listening-1', from: 0, pcm: new Uint8Array(3) }],
    ['too much at once', 'listen.audio', { listenId: 'listening-1', from: 0, pcm: new Uint8Array(40_000) }],
    ['text for sound', 'listen.audio', { listenId: 'listening-1', from: 0, pcm: 'loud' }],
    ['a negative place', 'listen.audio', { listenId: 'listening-1', from: -2, pcm: new Uint8Array(2) }],
    ['an end of nothing', 'listen.end', null],
  ])('%s is refused', async (_what, event, payload) => {
    expect(await page.raw(event, payload)).toMatchObject({ ok: false, error: { code: 'bad_request' } });
  });
});

it('words that the conversation affords are expected', async () => {
  const turn = { turnId: newId(), conversationId: newId(), userMessageId: newId(), parentId: null, text: 'Where is the bishop?', attachments: [] };
  await page.ask(turn);
  const speech = await new Speech(page).start({ conversationId: turn.conversationId });
  await speech.say(question);
  await speech.ended();
  expect(scribe.dictations.at(-1)).toMatchObject({ prompt: 'Where is the bishop?', language: 'en' });
});

/** Where the part begins in the whole, sample for sample; -1 when it is not in there. */
function offsetIn(whole: Int16Array, part: Int16Array): number {
  return Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).indexOf(Buffer.from(part.buffer, part.byteOffset, part.byteLength)) / 2;
}
