import { listening } from '@/wire/protocol';
import { openMicrophone, type Microphone } from './microphone';
import type { Source } from './speaking';

/** As much of the latest sound is kept, so that whoever talks over an answer is heard from the first word on. */
const keptSeconds = 1.5;

type Sink = Parameters<Source>[0];

/** A microphone that stays open between questions. What it hears stays in the page, a second and a half of it, until it is lent to a question. */
export class Ear {
  #microphone: Microphone | undefined;
  #recent: Int16Array[] = [];
  #sink: Sink | undefined;
  /** Loudness, 0..1, 25 times a second. */
  onLevel: ((level: number) => void) | undefined;
  onLost: (() => void) | undefined;

  private constructor() {}

  /** Rejects with a `MicrophoneProblem`. */
  static async open(deviceId: string): Promise<Ear> {
    const ear = new Ear();
    ear.#microphone = await openMicrophone({
      deviceId,
      onSound: (samples) => ear.#hear(samples),
      onLevel: (level) => {
        ear.onLevel?.(level);
        ear.#sink?.onLevel(level);
      },
      onLost: () => ear.onLost?.(),
    });
    return ear;
  }

  /** Its sound for one question, from so many seconds ago on. */
  lend(secondsAgo: number): Source {
    return async (sink) => {
      for (const chunk of latest(this.#recent, secondsAgo)) sink.onSound(chunk);
      this.#sink = sink;
      const giveBack = (): void => {
        if (this.#sink === sink) this.#sink = undefined;
        // What belongs to one question shall not begin the next.
        this.#recent = [];
      };
      return {
        label: this.#microphone?.label ?? '',
        hurry: () => this.#microphone?.hurry(),
        stop: giveBack,
        // The last word may be in the piece that is being captured.
        finish: () => new Promise((resolve) => {
          const { onSound } = sink;
          const end = (): void => {
            clearTimeout(timer);
            giveBack();
            resolve();
          };
          const timer = setTimeout(end, 300);
          sink.onSound = (samples) => {
            onSound(samples);
            end();
          };
        }),
      };
    };
  }

  close(): void {
    this.#sink = undefined;
    this.#recent = [];
    this.#microphone?.stop();
  }

  #hear(samples: Int16Array): void {
    this.#recent = latest([...this.#recent, samples], keptSeconds);
    this.#sink?.onSound(samples);
  }
}

/** The last chunks that hold so many seconds. */
function latest(chunks: Int16Array[], seconds: number): Int16Array[] {
  let missing = seconds * listening.sampleRateHz;
  const from = chunks.findLastIndex((chunk) => missing <= 0 || (missing -= chunk.length) <= 0);
  return missing <= 0 ? chunks.slice(from) : chunks;
}
