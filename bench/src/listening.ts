import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { acceptAudio, wavBytes } from '@ocelli/media';
import { createLocalPerception, type Senses } from '@ocelli/models';
import { listening, ListenUpdate, type ClientToServer, type ListeningOutcome, type ServerToClient } from '@ocelli/protocol';
import { io, type Socket } from 'socket.io-client';
import type { Bench } from './bench.js';
import { samplePictures } from './sample-pictures.js';
import { median, quantile } from './statistics.js';
import { newId, Visitor } from './visitor.js';
import { withServer } from './with-server.js';

const voices = ['af_heart', 'bm_george', 'am_michael'];
const questions = [
  'How many pawns are on the board?', 'And how many are black?', 'What is on e4?', 'Which side has more material?', 'Is the white king in check?',
  'Where is the black queen?', 'How many knights are there?', 'What does it say?', 'How big is this picture?', 'Whose move is it?',
];
const perMs = listening.sampleRateHz / 1000;
const chunk = 100 * perMs;
/** What is quieter than -36 dB of the loudest there could be is the end of an echo. */
const audible = 500;
const speakersAtOnce = 8;
const hangOverMs = 640;

/** A minute each of what is no speech, -1..1 at each second. */
const noSpeech: Record<string, (second: number) => number> = {
  silence: () => 0,
  noise: () => 0.2 * (2 * Math.random() - 1),
  'a hum': (t) => 0.3 * Math.sin(2 * Math.PI * 50 * t) + 0.1 * Math.sin(2 * Math.PI * 100 * t),
  'music-like tones': (t) => 0.3 * Math.exp(-4 * (t % (1 / 3))) * Math.sin(2 * Math.PI * [262, 330, 392, 523][Math.floor(t * 3) % 4]! * t) + 0.1 * Math.sin(2 * Math.PI * 131 * t),
};

export const listeningBench: Bench = {
  name: 'listening',
  what: 'questions spoken in real time: when words appear, when the last of them are there, which are right; and what is no speech',
  run: (say) =>
    withServer(async ({ url, visitor, folder }) => {
      const board = (await samplePictures(visitor))[0]!;
      const picture = (await visitor.upload(board.bytes)).id;
      say('speaking the questions');
      const spoken = await speakAll(folder);
      const speaker = await Speaker.arrive(url, visitor.cookie);
      await speaker.ask(spoken[0]!.samples, picture); // loads the models
      const rows: (string | number)[][] = [];
      const all: Turn[] = [];
      for (const voice of voices) {
        say(voice);
        const turns: Turn[] = [];
        let right = 0;
        for (const { text, samples } of spoken.filter((one) => one.voice === voice)) {
          const turn = await speaker.ask(samples, picture);
          turns.push(turn);
          if (turn.outcome.phase === 'heard' && plain(turn.outcome.text) === plain(text)) right++;
        }
        all.push(...turns);
        rows.push([voice, turns.length, right, ...times(turns)]);
      }
      say(`${speakersAtOnce} at once`);
      const crowd = await Promise.all(Array.from({ length: speakersAtOnce }, async (_, at) => {
        const other = await Visitor.arrive(url);
        const own = await Speaker.arrive(url, other.cookie);
        const { text, samples } = spoken[at]!;
        const turn = await own.ask(samples, (await other.upload(board.bytes)).id);
        own.leave();
        other.leave();
        return { turn, right: turn.outcome.phase === 'heard' && plain(turn.outcome.text) === plain(text) };
      }));
      rows.push([`${speakersAtOnce} at once`, crowd.length, crowd.filter(({ right }) => right).length, ...times(crowd.map(({ turn }) => turn))]);
      let words = 0;
      for (const [name, sound] of Object.entries(noSpeech)) {
        say(`a minute of ${name}`);
        const outcome = await speaker.hold(Int16Array.from({ length: listening.seconds * listening.sampleRateHz - chunk }, (_, at) => 32_767 * sound(at / listening.sampleRateHz)));
        if (outcome.phase === 'heard') words += outcome.text.split(/\s+/).length;
      }
      speaker.leave();
      const last = all.flatMap(({ lastWords }) => lastWords);
      return {
        columns: ['voice', 'questions', 'word for word', 'ms to first words, median', 'ms between, median', 'ms from silence to last words, median', 'p95'],
        rows,
        promises: [
          { what: `last words after the speaker fell silent, p95, one speaker (${hangOverMs} of them are silence that decides)`, value: quantile(last, 0.95), limit: { most: hangOverMs + 350 }, unit: 'ms' },
          { what: `words in a minute each of ${Object.keys(noSpeech).join(', ')}`, value: words, limit: { most: 0 }, unit: '' },
        ],
        notes: ['first words are counted from the moment that somebody was heard to speak; what capturing takes in a browser is not in it'],
      };
    }),
};

interface Turn {
  outcome: ListeningOutcome;
  firstWords: number[];
  between: number[];
  lastWords: number[];
}

const times = (turns: readonly Turn[]): number[] => [
  median(turns.flatMap(({ firstWords }) => firstWords)), median(turns.flatMap(({ between }) => between)),
  median(turns.flatMap(({ lastWords }) => lastWords)), quantile(turns.flatMap(({ lastWords }) => lastWords), 0.95),
];

/** Words as they are compared: "E4" is "e4", "e four" is not. */
const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, '').replace(/\s+/g, ' ').trim();

/** The questions in every voice, as a microphone gives them: silence around, 16 kHz. */
async function speakAll(folder: string): Promise<{ voice: string; text: string; samples: Int16Array }[]> {
  const senses = createLocalPerception();
  const spoken = [];
  for (const voice of voices) for (const text of questions) spoken.push({ voice, text, samples: await speak(senses, text, voice, folder) });
  await senses.close();
  return spoken;
}

async function speak(senses: Senses, text: string, voice: string, folder: string): Promise<Int16Array> {
  const pieces: Float32Array[] = [];
  const { value } = await senses.speak(text, { voice, onSound: ({ samples }) => pieces.push(samples) });
  const { path } = await acceptAudio(wavBytes(Float32Array.from(pieces.flatMap((piece) => [...piece])), value.sampleRate), folder);
  const file = await readFile(path);
  const speech = new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
  const samples = new Int16Array(500 * perMs + speech.length + 3_000 * perMs);
  samples.set(speech, 500 * perMs);
  return samples;
}

/** Somebody who speaks into a page, in real time. */
class Speaker {
  readonly #socket: Socket<ServerToClient, ClientToServer>;

  private constructor(socket: Socket<ServerToClient, ClientToServer>) {
    this.#socket = socket;
  }

  static async arrive(url: string, cookie: string): Promise<Speaker> {
    const socket: Socket<ServerToClient, ClientToServer> = io(url, { transports: ['websocket'], extraHeaders: { cookie }, reconnection: false, forceNew: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return new Speaker(socket);
  }

  async ask(samples: Int16Array, picture: string): Promise<Turn> {
    const { listenId, over } = await this.#begin('silence', picture);
    const startedAt = performance.now();
    const turn = followed(over, startedAt + samples.findLastIndex((sample) => Math.abs(sample) > audible) / perMs);
    for (let at = 0; at < samples.length && !turn.isOver(); at += chunk) {
      await wait(Math.max(0, startedAt + at / perMs - performance.now()));
      // What is on its way when it is over needs no answer.
      this.#send(listenId, at, samples).catch(() => undefined);
    }
    return await turn.done;
  }

  /** As fast as it is taken. */
  async hold(samples: Int16Array): Promise<ListeningOutcome> {
    const { listenId, over } = await this.#begin('told');
    for (let at = 0; at < samples.length; at += listening.chunkSamples) await this.#send(listenId, at, samples, listening.chunkSamples);
    await this.#socket.emitWithAck('listen.end', { listenId, samples: samples.length });
    return (await followed(over, 0).done).outcome;
  }

  leave(): void {
    this.#socket.disconnect();
  }

  async #begin(endsBy: 'silence' | 'told', picture?: string): Promise<{ listenId: string; over: (listen: (update: ListenUpdate) => void) => void }> {
    const listenId = newId();
    const updates: ListenUpdate[] = [];
    let tell = (update: ListenUpdate): void => void updates.push(update);
    this.#socket.on('listen.update', (raw) => {
      const update = ListenUpdate.parse(raw);
      if (update.listenId === listenId) tell(update);
    });
    await this.#socket.emitWithAck('listen.start', { listenId, conversationId: null, attachments: picture ? [{ id: picture }] : [], language: 'en', endsBy });
    return {
      listenId,
      over: (listen) => {
        tell = listen;
        updates.forEach(listen);
      },
    };
  }

  async #send(listenId: string, at: number, samples: Int16Array, length = chunk): Promise<void> {
    await this.#socket.emitWithAck('listen.audio', { listenId, from: at, pcm: new Uint8Array(samples.slice(at, at + length).buffer) });
  }
}

/** When what was told; `silentAt` is when the speaker falls silent. */
function followed(follow: (listen: (update: ListenUpdate) => void) => void, silentAt: number): { isOver: () => boolean; done: Promise<Turn> } {
  let [speaksAt, wordsAt] = [0, 0];
  let isOver = false;
  const [firstWords, between]: [number[], number[]] = [[], []];
  const done = new Promise<Turn>((resolve) =>
    follow(({ state }) => {
      const now = performance.now();
      if (state.phase === 'open') {
        if (state.voice === 'speaking') speaksAt ||= now;
        if (state.stable + state.rest === '') return;
        if (wordsAt) between.push(now - wordsAt);
        else firstWords.push(now - speaksAt);
        wordsAt = now;
      } else if (state.phase !== 'closing') {
        isOver = true;
        resolve({ outcome: state, firstWords, between, lastWords: [now - silentAt] });
      }
    }),
  );
  return { isOver: () => isOver, done };
}
