import { setTimeout as wait } from 'node:timers/promises';
import { listening, ListenUpdate, OcelliError, type Ack, type ClientToServer, type ListenReceived, type ListeningOutcome, type ServerToClient } from '@ocelli/protocol';
import { io, type Socket } from 'socket.io-client';
import { newId } from '../visitor.js';

/** Samples a millisecond, of all sound here. */
export const perMs = listening.sampleRateHz / 1000;
/** What a page sends at once. */
const chunk = 96 * perMs;

/** A spoken question: how it ended, and milliseconds between what was told about it. */
export interface ListenedTurn {
  outcome: ListeningOutcome;
  /** From the first sound of a voice to the first words. */
  firstWords: number[];
  /** Between provisional words, while somebody speaks. */
  between: number[];
  /** When it was told that it is over (`performance.now()`). */
  overAt: number;
  /** All words that were shown before it was over. */
  shown: string[];
  /** Samples that were sent until it was over. */
  sent: number;
}

export interface Asked {
  /** Pictures that go with it. */
  pictures?: readonly string[];
  endsBy?: 'silence' | 'told';
  /** As fast as it is taken, else as fast as it is spoken. What is heard is the same: the server counts samples, not seconds. */
  pace: 'real time' | 'fast';
}

/** A page whose microphone gives the sound that it is given: it sends as the real page does. */
export class SpeakingPage {
  readonly #socket: Socket<ServerToClient, ClientToServer>;

  private constructor(socket: Socket<ServerToClient, ClientToServer>) {
    this.#socket = socket;
  }

  static async open(url: string, cookie: string): Promise<SpeakingPage> {
    const socket: Socket<ServerToClient, ClientToServer> = io(url, { transports: ['websocket'], extraHeaders: { cookie }, reconnection: false, forceNew: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return new SpeakingPage(socket);
  }

  /** Says 16 kHz samples, and tells what became of them. `onBegin` gets the time at which the first sample was sent. */
  async say(samples: Int16Array, { pictures = [], endsBy = 'silence', pace }: Asked, onBegin: (at: number) => void = () => {}): Promise<ListenedTurn> {
    const listenId = newId();
    const following = follow(this.#socket, listenId);
    try {
      await this.#ask((done) => this.#socket.emit('listen.start', { listenId, conversationId: null, attachments: pictures.map((id) => ({ id })), language: 'en', endsBy }, done));
      const startedAt = performance.now();
      onBegin(startedAt);
      let from = 0;
      for (; from < samples.length && !following.isOver(); from += chunk) {
        if (pace === 'real time') await wait(Math.max(0, startedAt + from / perMs - performance.now()));
        const taken = this.#ask((done) => this.#socket.emit('listen.audio', { listenId, from, pcm: new Uint8Array(samples.slice(from, from + chunk).buffer) }, done));
        // What is on its way when it is over needs no answer.
        if (pace === 'real time') taken.catch(() => undefined);
        else await taken;
      }
      if (endsBy === 'told') await this.#ask((done) => this.#socket.emit('listen.end', { listenId, samples: samples.length }, done));
      return { ...(await following.done), sent: Math.min(from, samples.length) };
    } finally {
      following.stop();
    }
  }

  close(): void {
    this.#socket.disconnect();
  }

  #ask(emit: (done: Ack<ListenReceived>) => void): Promise<ListenReceived> {
    return new Promise((resolve, reject) => emit((reply) => (reply.ok ? resolve(reply.value) : reject(new OcelliError(reply.error.code, reply.error.message)))));
  }
}

function follow(socket: Socket<ServerToClient, ClientToServer>, listenId: string): { isOver: () => boolean; done: Promise<Omit<ListenedTurn, 'sent'>>; stop: () => void } {
  let [speaksAt, wordsAt] = [0, 0];
  let isOver = false;
  const [firstWords, between, shown]: [number[], number[], string[]] = [[], [], []];
  let finish: (turn: Omit<ListenedTurn, 'sent'>) => void;
  const done = new Promise<Omit<ListenedTurn, 'sent'>>((resolve) => (finish = resolve));
  const heard = (raw: unknown): void => {
    const { listenId: of, state } = ListenUpdate.parse(raw);
    if (of !== listenId || isOver) return;
    const now = performance.now();
    if (state.phase === 'open') {
      if (state.voice === 'speaking') speaksAt ||= now;
      const words = `${state.stable} ${state.rest}`.trim();
      if (words === '') return;
      shown.push(words);
      if (wordsAt) between.push(now - wordsAt);
      else firstWords.push(now - speaksAt);
      wordsAt = now;
    } else if (state.phase !== 'closing') {
      isOver = true;
      finish({ outcome: state, firstWords, between, shown, overAt: now });
    }
  };
  socket.on('listen.update', heard);
  return { isOver: () => isOver, done, stop: () => void socket.off('listen.update', heard) };
}
