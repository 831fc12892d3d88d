import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OcelliError } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import { defaultPocketDir, ModelFiles } from '../packs/model-files.js';
import { modelStatus } from '../packs/pack-status.js';
import { childEnvironment } from '../runtime/child-environment.js';
import { Endpointer, type EndpointOptions, type VoiceEvent } from './endpointer.js';
import { frameLevel } from './foreground.js';
import { FromVoiceProcess, type ToVoiceProcess } from './messages.js';
import { frameSamples } from './speech-model.js';

export interface VoiceActivityOptions {
  pocketDir?: string;
  /** The process died; it is started again after `restartInMs`. */
  onDeath?: (reason: string, restartInMs: number) => void;
}

/** Hears when somebody speaks, in a supervised process of its own that no running model delays. */
export interface VoiceActivity {
  /** Begins to listen to one speaker. */
  listen(options?: EndpointOptions): VoiceStream;
  /** Its process, while it runs, and how many speakers it listens to. */
  status(): { pid: number | undefined; streams: number; restarts: number };
  /** Ends the process; who still listens gets `shutting_down`. */
  close(): Promise<void>;
}

/** One speaker's sound. */
export interface VoiceStream {
  /**
   * Takes the next samples (16 kHz, mono) and resolves with what they decide, once all whole frames of them were heard. Rejects with
   * `model_unavailable`, `model_failed` or `shutting_down`; `cancelled` after {@link close}.
   */
  push(samples: Int16Array): Promise<VoiceEvent[]>;
  /** Whether people talk in the background, as far as it was heard. What they say makes no events. */
  readonly amongOthers: boolean;
  close(): void;
}

/** A part of the sound on its way through the process. */
interface Portion {
  from: number;
  samples: Int16Array<ArrayBuffer>;
  resolve(events: VoiceEvent[]): void;
  reject(error: OcelliError): void;
}

interface Speaker {
  id: number;
  endpointer: Endpointer;
  /** Less than a frame. */
  rest: Int16Array;
  /** Frames handed out so far. */
  frames: number;
  waiting: Portion[];
  /** The last frames heard: a new process gets them first, because what it makes of a frame depends on those before. */
  before: Int16Array<ArrayBuffer>;
}

const entry = fileURLToPath(new URL('./voice-process-entry.js', import.meta.url));
const remembered = 16 * frameSamples;
const firstBackoffMs = 50;
const longestBackoffMs = 5_000;
const deathsBeforeRefusing = 4;

/** Starts nothing before somebody listens. */
export function createVoiceActivity(options: VoiceActivityOptions = {}): VoiceActivity {
  const supervisor = new Supervisor(options);
  return { listen: (endpoints) => supervisor.listen(endpoints), status: () => supervisor.status(), close: () => supervisor.close() };
}

class Supervisor {
  readonly #options: VoiceActivityOptions;
  readonly #files: ModelFiles;
  readonly #speakers = new Map<number, Speaker>();
  #child: ChildProcess | undefined;
  #starting: Promise<void> | undefined;
  #lastId = 0;
  #deaths = 0;
  #restarts = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: VoiceActivityOptions) {
    this.#options = options;
    this.#files = new ModelFiles(options.pocketDir ?? defaultPocketDir());
  }

  status(): ReturnType<VoiceActivity['status']> {
    return { pid: this.#child?.pid, streams: this.#speakers.size, restarts: this.#restarts };
  }

  listen(endpoints?: EndpointOptions): VoiceStream {
    const speaker: Speaker = { id: ++this.#lastId, endpointer: new Endpointer(endpoints), rest: new Int16Array(0), frames: 0, waiting: [], before: new Int16Array(0) };
    if (!this.#closed) this.#speakers.set(speaker.id, speaker);
    this.#start();
    return {
      push: (samples) => this.#push(speaker, samples),
      get amongOthers() {
        return speaker.endpointer.amongOthers;
      },
      close: () => {
        this.#forget(speaker, new OcelliError('cancelled', 'Nobody listens any more.'));
        this.#say({ type: 'forget', streamId: speaker.id });
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restartTimer);
    for (const speaker of [...this.#speakers.values()]) this.#forget(speaker, new OcelliError('shutting_down', 'The server is stopping.'));
    await this.#starting?.catch(() => undefined);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const killing = setTimeout(() => child.kill('SIGKILL'), 1_000);
    this.#say({ type: 'close' });
    await exited;
    clearTimeout(killing);
  }

  #push(speaker: Speaker, samples: Int16Array): Promise<VoiceEvent[]> {
    if (this.#closed) return Promise.reject(new OcelliError('shutting_down', 'The server is stopping.'));
    if (!this.#speakers.has(speaker.id)) return Promise.reject(new OcelliError('cancelled', 'Nobody listens any more.'));
    if (this.#deaths >= deathsBeforeRefusing) return Promise.reject(keepsDying());
    const all = joined(speaker.rest, samples);
    const whole = all.length - (all.length % frameSamples);
    speaker.rest = all.slice(whole);
    return new Promise((resolve, reject) => {
      const portion: Portion = { from: speaker.frames, samples: all.slice(0, whole), resolve, reject };
      speaker.frames += whole / frameSamples;
      if (whole === 0 && speaker.waiting.length === 0) return resolve([]);
      speaker.waiting.push(portion);
      this.#hand(speaker, portion);
      this.#start();
    });
  }

  #hand(speaker: Speaker, { from, samples }: Pick<Portion, 'from' | 'samples'>): void {
    this.#say({ type: 'frames', streamId: speaker.id, from, samples });
  }

  #say(message: ToVoiceProcess): void {
    if (this.#child?.connected) this.#child.send(message);
  }

  #start(): void {
    if (this.#closed || this.#child || this.#starting || this.#restartTimer) return;
    this.#starting = this.#fork()
      .catch((cause: unknown) => {
        for (const speaker of [...this.#speakers.values()]) this.#forget(speaker, OcelliError.from(cause));
      })
      .finally(() => (this.#starting = undefined));
  }

  async #fork(): Promise<void> {
    const model = catalogue.find(({ id }) => id === 'silero-vad');
    const path = model?.files[0] && this.#files.locate(model.files[0]);
    const status = model && (await modelStatus(model, this.#files));
    if (!path || status?.status !== 'ready') throw new OcelliError('model_unavailable', `Nobody can be heard: ${status?.remedy ?? 'the model for it is not installed; install it again: "npm ci".'}`);
    if (this.#closed) return;
    const child = fork(entry, [path], { serialization: 'advanced', execArgv: [], env: childEnvironment(), stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#child = child;
    let gone = false;
    const exited = (reason: string) => {
      if (gone) return;
      gone = true;
      child.kill('SIGKILL');
      this.#exited(reason);
    };
    child.on('message', (raw) => {
      const message = FromVoiceProcess.safeParse(raw);
      if (!message.success) exited('sent a message that is none of the protocol');
      else if (message.data.type === 'heard') this.#heard(message.data);
    });
    child.on('error', () => exited('could not be started or reached'));
    child.on('exit', (code, signal) => exited(`exit ${signal ?? code}`));
    for (const speaker of this.#speakers.values()) this.#handAgain(speaker);
  }

  /** All that a new process has not heard, and a little of what the one before it had. */
  #handAgain(speaker: Speaker): void {
    const first = speaker.waiting[0];
    if (!first) return;
    if (speaker.before.length > 0) this.#hand(speaker, { from: first.from - speaker.before.length / frameSamples, samples: speaker.before });
    for (const portion of speaker.waiting) this.#hand(speaker, portion);
  }

  #heard({ streamId, from, probabilities }: Extract<FromVoiceProcess, { type: 'heard' }>): void {
    const speaker = this.#speakers.get(streamId);
    const portion = speaker?.waiting[0];
    // What was sent only to be remembered needs no answer.
    if (!speaker || !portion || from !== portion.from) return;
    this.#deaths = 0;
    speaker.waiting.shift();
    speaker.before = joined(speaker.before, portion.samples).slice(-remembered);
    const level = (frame: number): number => frameLevel(portion.samples.subarray(frame * frameSamples, (frame + 1) * frameSamples));
    portion.resolve([...probabilities].flatMap((probability, frame) => speaker.endpointer.next(probability, level(frame))));
  }

  #exited(reason: string): void {
    this.#child = undefined;
    if (this.#closed) return;
    this.#deaths++;
    this.#restarts++;
    const restartInMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (this.#deaths - 1));
    this.#options.onDeath?.(reason, restartInMs);
    if (this.#deaths >= deathsBeforeRefusing) for (const speaker of [...this.#speakers.values()]) this.#forget(speaker, keepsDying());
    this.#restartTimer = setTimeout(() => {
      this.#restartTimer = undefined;
      this.#deaths = Math.min(this.#deaths, deathsBeforeRefusing - 1);
      if (this.#speakers.size > 0) this.#start();
    }, restartInMs);
    this.#restartTimer.unref();
  }

  #forget(speaker: Speaker, error: OcelliError): void {
    this.#speakers.delete(speaker.id);
    for (const portion of speaker.waiting.splice(0)) portion.reject(error);
  }
}

function joined(first: Int16Array, second: Int16Array): Int16Array {
  if (first.length === 0) return second;
  const both = new Int16Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

const keepsDying = () => new OcelliError('model_failed', 'What hears speech keeps stopping on this machine. Run "ocelli doctor".');
