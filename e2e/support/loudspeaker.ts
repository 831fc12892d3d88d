import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { wavHeader } from '@ocelli/media';
import type { Page } from '@playwright/test';

const ocelli = fileURLToPath(new URL('../../apps/cli/bin/ocelli.js', import.meta.url));
const run = promisify(execFile);

/** Samples a second of what the page plays; it is recorded at the rate of speech. */
const playedHz = 24_000;
const recordedHz = 16_000;

interface InPage {
  /** What left the page's loudspeaker. */
  chunks: Int16Array[];
  /** How loud it was, 25 times a second, and when (`performance.now()`). */
  levels: { at: number; level: number }[];
  /** When somebody pressed something, or began to talk. */
  pressedAt: number;
  /** Says something into the microphone, whatever its recording says. */
  talk(samples: number[], rateHz: number): void;
  /** What is to be done once so many seconds were played. */
  then?: { seconds: number; act: () => void };
}

/**
 * The loudspeaker and the microphone of a page, in one room: what the page plays is recorded, and a share of it comes back through the microphone, late, as from
 * a loudspeaker beside it. To be put there before the page is opened.
 */
export class Room {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async around(page: Page, { echo = 0 }: { echo?: number } = {}): Promise<Room> {
    await page.addInitScript(({ echo, playedHz }) => {
      const room: InPage & { air?: MediaStreamAudioDestinationNode } = { chunks: [], levels: [], pressedAt: 0, talk: () => undefined };
      Object.assign(window, { room });
      for (const press of ['keydown', 'pointerdown']) window.addEventListener(press, () => (room.pressedAt = performance.now()), { capture: true });
      const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode, ...rest: number[]) => AudioNode;
      AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode, ...rest: number[]) {
        if (to instanceof AudioDestinationNode && to.context.sampleRate === playedHz && !room.air) {
          const context = to.context as AudioContext;
          // On the audio thread, where nothing is lost while the page is busy: by the page's own worklet, which gives it out as speech travels.
          void context.audioWorklet.addModule('/voice/capture.js').then(() => {
            const tap = new AudioWorkletNode(context, 'ocelli-capture');
            tap.port.onmessage = ({ data }: MessageEvent<{ kind: string; pcm: ArrayBuffer; level: number }>) => {
              if (data.kind === 'sound') room.chunks.push(new Int16Array(data.pcm));
              if (data.kind === 'level') room.levels.push({ at: performance.now(), level: data.level });
              if (!room.then || room.levels.filter(({ level }) => level > 0.002).length / 25 < room.then.seconds) return;
              room.then.act();
              delete room.then;
            };
            connect.call(connect.call(this, tap), to);
          });
          room.air = context.createMediaStreamDestination();
          const [share, late] = [new GainNode(context, { gain: echo }), new DelayNode(context, { delayTime: 0.15 })];
          connect.call(connect.call(connect.call(this, share), late), room.air);
        }
        return connect.call(this, to, ...rest);
      } as typeof AudioNode.prototype.connect;
      const media = navigator.mediaDevices;
      const open = media.getUserMedia.bind(media);
      media.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        const context = new AudioContext();
        const heard = context.createMediaStreamDestination();
        context.createMediaStreamSource(stream).connect(heard);
        if (room.air) context.createMediaStreamSource(room.air.stream).connect(heard);
        room.talk = (samples, rateHz) => {
          const buffer = context.createBuffer(1, samples.length, rateHz);
          buffer.copyToChannel(Float32Array.from(samples, (sample) => sample / 32_768), 0);
          const source = new AudioBufferSourceNode(context, { buffer });
          source.connect(heard);
          source.start();
          room.pressedAt = performance.now();
        };
        return heard.stream;
      };
    }, { echo, playedHz });
    return new Room(page);
  }

  /** Says it into the microphone, once so many seconds were played; now, when it is not said how many. */
  async talk(samples: Int16Array, rateHz: number, seconds = 0): Promise<void> {
    await this.#page.evaluate(([said, rate, seconds]) => {
      const { room } = window as unknown as { room: InPage };
      const act = (): void => room.talk([...said], rate);
      if (seconds === 0) act();
      else room.then = { seconds, act };
    }, [[...samples], rateHz, seconds] as const);
  }

  /** Seconds of sound so far that are no silence. */
  async seconds(): Promise<number> {
    return await this.#page.evaluate(() => (window as unknown as { room: InPage }).room.levels.filter(({ level }) => level > 0.002).length / 25);
  }

  /** Seconds for which the loudspeaker was listened to. */
  async listened(): Promise<number> {
    return await this.#page.evaluate(() => (window as unknown as { room: InPage }).room.levels.length / 25);
  }

  /** Milliseconds from the latest press, or from when somebody began to talk, to the last sound; less than nothing when all was silent before. */
  async soundAfterPress({ louderThan = 0.002 }: { louderThan?: number } = {}): Promise<number> {
    return await this.#page.evaluate((least) => {
      const { levels, pressedAt } = (window as unknown as { room: InPage }).room;
      return (levels.findLast(({ level }) => level > least)?.at ?? 0) - pressedAt;
    }, louderThan);
  }

  /** What was played so far, without its longer silences, as the product's own ear hears it. */
  async words(): Promise<string> {
    const samples = Int16Array.from(await this.#page.evaluate(() => {
      const { chunks } = (window as unknown as { room: InPage }).room;
      const sounds = chunks.map((chunk) => chunk.some((sample) => Math.abs(sample) > 100));
      return chunks.flatMap((chunk, at) => (sounds.slice(Math.max(0, at - 4), at + 5).includes(true) ? [...chunk] : []));
    }));
    const folder = await mkdtemp(join(tmpdir(), 'ocelli-played-'));
    const file = join(folder, 'played.wav');
    await writeFile(file, Buffer.concat([wavHeader(samples.byteLength, recordedHz), Buffer.from(samples.buffer)]));
    const { stdout } = await run(process.execPath, [ocelli, 'transcribe', file, '--language', 'en', '--prompt', 'Pawns and bishops on a chess board, white and black.']);
    await rm(folder, { recursive: true });
    return stdout.trim();
  }
}
