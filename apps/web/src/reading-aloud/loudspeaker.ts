import { readingAloud } from '@/wire/protocol';

/** Time between deciding to sound and sounding, so that pieces meet without a gap. */
const leadSeconds = 0.06;
/** No click at the end. */
const fadeSeconds = 0.02;

/**
 * The page's way to sound. Pieces are put one right behind the other, however they arrive. Browsers let a page sound only after somebody has pressed something
 * on it: {@link unlock} belongs there.
 */
export class Loudspeaker {
  #context: AudioContext | undefined;
  /** Of everything: how loud it is. */
  #volume: GainNode | undefined;
  #meter: AnalyserNode | undefined;
  /** Of what is being said: faded out when it is to end. */
  #voice: GainNode | undefined;
  #sources = new Set<AudioBufferSourceNode>();
  #until = 0;
  #held = false;
  #holding: ReturnType<typeof setTimeout> | undefined;

  /** Whether this browser can sound at all. */
  static get exists(): boolean {
    return typeof AudioContext !== 'undefined';
  }

  /** Readies it. Resolves with whether it sounds now; false where the browser waits for somebody to press something. */
  async unlock(): Promise<boolean> {
    const context = this.#ready();
    if (context.state !== 'running') await Promise.race([context.resume().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 400))]);
    return context.state === 'running';
  }

  /** Puts a piece behind those before it; in which seconds of its clock it sounds. */
  play(samples: Float32Array<ArrayBuffer>, rateHz: number = readingAloud.sampleRateHz): { from: number; to: number } {
    const context = this.#ready();
    const buffer = context.createBuffer(1, samples.length, rateHz);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#voice!);
    const from = Math.max(this.#until, context.currentTime + leadSeconds);
    source.start(from);
    this.#until = from + buffer.duration;
    this.#sources.add(source);
    source.onended = () => {
      this.#sources.delete(source);
      source.disconnect();
    };
    return { from, to: this.#until };
  }

  /** Seconds on its clock; it stands still while the browser holds sound back. */
  get now(): number {
    return this.#context?.currentTime ?? 0;
  }

  /** Seconds that are still to sound. */
  get left(): number {
    return Math.max(0, this.#until - this.now);
  }

  /** How loud it sounds at this moment: root mean square, 0..1. */
  get level(): number {
    if (!this.#meter || this.#held || this.left === 0) return 0;
    const wave = new Float32Array(this.#meter.fftSize);
    this.#meter.getFloatTimeDomainData(wave);
    return Math.sqrt(wave.reduce((sum, sample) => sum + sample * sample, 0) / wave.length);
  }

  /** Falls silent and stands still, or goes on from there. */
  hold(held: boolean): void {
    const context = this.#context;
    if (!context || held === this.#held) return;
    this.#held = held;
    clearTimeout(this.#holding);
    this.#volume!.gain.setTargetAtTime(held ? 0 : 1, context.currentTime, fadeSeconds / 4);
    if (held) this.#holding = setTimeout(() => void context.suspend().catch(() => undefined), 2_000 * fadeSeconds);
    else void context.resume().catch(() => undefined);
  }

  /** Ends everything that sounds or is going to, within some 20 ms. */
  silence(): void {
    const context = this.#context;
    if (!context) return;
    const voice = this.#voice!;
    voice.gain.setValueAtTime(1, context.currentTime);
    voice.gain.linearRampToValueAtTime(0, context.currentTime + fadeSeconds);
    for (const source of this.#sources) source.stop(context.currentTime + fadeSeconds);
    this.#sources = new Set();
    this.#until = 0;
    this.#volume!.gain.setTargetAtTime(1, context.currentTime + fadeSeconds, fadeSeconds);
    if (this.#held) void context.resume().catch(() => undefined);
    clearTimeout(this.#holding);
    this.#held = false;
    this.#newVoice(context);
  }

  #ready(): AudioContext {
    if (this.#context && this.#context.state !== 'closed') return this.#context;
    // At the rate of the speech, so that no piece is resampled by itself, which would be heard where they meet.
    const context = (this.#context = new AudioContext({ sampleRate: readingAloud.sampleRateHz, latencyHint: 'interactive' }));
    this.#until = 0;
    this.#volume = context.createGain();
    this.#meter = context.createAnalyser();
    this.#meter.fftSize = 1024;
    this.#volume.connect(this.#meter).connect(context.destination);
    this.#newVoice(context);
    return context;
  }

  #newVoice(context: AudioContext): void {
    this.#voice = context.createGain();
    this.#voice.connect(this.#volume!);
  }
}

/** The page has one. */
export const loudspeaker = new Loudspeaker();
