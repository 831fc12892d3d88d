import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { wavHeader } from '../../packages/media/dist/index.js';

const ocelli = fileURLToPath(new URL('../../apps/cli/bin/ocelli.js', import.meta.url));
const run = promisify(execFile);

/** Samples a second of what the page plays. */
const playedHz = 24_000;

interface InPage {
  /** What left the page's loudspeaker, in blocks of 1024, with when (`performance.now()`). */
  blocks: { at: number; samples: Float32Array }[];
  /** Says something into the microphone, whatever its recording says. */
  talk(samples: number[], rateHz: number): void;
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
      const room: InPage & { air?: MediaStreamAudioDestinationNode } = { blocks: [], talk: () => undefined };
      Object.assign(window, { room });
      const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode, ...rest: number[]) => AudioNode;
      AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode, ...rest: number[]) {
        if (to instanceof AudioDestinationNode && to.context.sampleRate === playedHz && !room.air) {
          const context = to.context as AudioContext;
          const tap = context.createScriptProcessor(1024, 1, 1);
          tap.onaudioprocess = ({ inputBuffer }) => void room.blocks.push({ at: performance.now(), samples: inputBuffer.getChannelData(0).slice() });
          connect.call(connect.call(this, tap), to);
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
        };
        return heard.stream;
      };
    }, { echo, playedHz });
    return new Room(page);
  }

  /** Says it into the microphone, now. */
  async talk(samples: Int16Array, rateHz: number): Promise<void> {
    await this.#page.evaluate(([said, rate]) => (window as unknown as { room: InPage }).room.talk([...said], rate), [[...samples], rateHz] as const);
  }

  /** Seconds of sound so far that are no silence. */
  async seconds(): Promise<number> {
    return await this.#page.evaluate((hz) => (window as unknown as { room: InPage }).room.blocks.filter(({ samples }) => samples.some((sample) => Math.abs(sample) > 0.003)).length * 1024 / hz, playedHz);
  }

  /** Milliseconds of the browser's clock at which the last sound that is no silence was played; and what the clock says now. */
  async lastSound(): Promise<{ at: number; now: number }> {
    return await this.#page.evaluate(() => ({ at: (window as unknown as { room: InPage }).room.blocks.findLast(({ samples }) => samples.some((sample) => Math.abs(sample) > 0.003))?.at ?? 0, now: performance.now() }));
  }

  /** What was played so far, as the product's own ear hears it. */
  async words(): Promise<string> {
    const samples = Int16Array.from(await this.#page.evaluate(() => (window as unknown as { room: InPage }).room.blocks.flatMap((block) => [...block.samples].map((sample) => Math.round(sample * 32_767)))));
    const folder = await mkdtemp(join(tmpdir(), 'ocelli-played-'));
    const file = join(folder, 'played.wav');
    await writeFile(file, Buffer.concat([wavHeader(samples.byteLength, playedHz), Buffer.from(samples.buffer)]));
    const { stdout } = await run(process.execPath, [ocelli, 'transcribe', file, '--language', 'en']);
    await rm(folder, { recursive: true });
    return stdout.trim();
  }
}
