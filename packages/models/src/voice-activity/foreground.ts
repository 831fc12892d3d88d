import { frameSamples } from './speech-model.js';

/** So much of the past is remembered, and so little of it is too little to know who speaks behind whom. */
const rememberedFrames = 128;
const leastFrames = 32;
/** Among the remembered frames, the background is as loud as the quietest tenth. */
const quietest = 0.1;
/** Frames as quiet as that (dB), of which so many are speech, are people in the background: what is silent between words is no speech, and noise neither. */
const asQuiet = 3;
const leastShare = 0.75;
/** Who speaks in front of them is so much louder (dB), over a third of a second: voices of many add up to an even loudness. */
const inFront = 7;
const smoothedFrames = 10;

/** Tells somebody who speaks into the microphone from people who speak behind: speech models hear both. */
export class Foreground {
  /** The last frames, the oldest first. */
  readonly #frames: { level: number; isSpeech: boolean }[] = [];
  #amongOthers = false;

  /** Whether people talk in the background. */
  get amongOthers(): boolean {
    return this.#amongOthers;
  }

  /** Whether somebody may be speaking in front, as far as the loudness of the next frame tells; `level` in dB. */
  next(probability: number, level: number): boolean {
    const frames = this.#frames;
    frames.push({ level, isSpeech: probability >= 0.5 });
    if (frames.length > rememberedFrames) frames.shift();
    if (frames.length < leastFrames) return true;
    const levels = frames.map((frame) => frame.level).sort((a, b) => a - b);
    const background = levels[Math.floor(quietest * levels.length)]!;
    const quiet = frames.filter((frame) => frame.level <= background + asQuiet);
    this.#amongOthers = quiet.filter(({ isSpeech }) => isSpeech).length >= leastShare * quiet.length;
    if (!this.#amongOthers) return true;
    const last = frames.slice(-smoothedFrames);
    return 10 * Math.log10(last.reduce((sum, frame) => sum + 10 ** (frame.level / 10), 0) / last.length) >= background + inFront;
  }
}

/** Loudness of a frame in dB; 0 is silence, 90 as loud as can be. */
export function frameLevel(samples: Int16Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return 10 * Math.log10(1 + power / samples.length);
}

/**
 * By how many dB the loudness of a sound (16 kHz) changes, between its quietest and its loudest tenth. Who speaks pauses between words and has soft and loud
 * syllables: at least 11 dB even in noise that is 10 dB weaker, some 70 dB in a quiet room. The voices of eight together change by 5 to 9 dB.
 */
export function loudnessRange(samples: Int16Array): number {
  const levels: number[] = [];
  for (let from = 0; from + frameSamples <= samples.length; from += frameSamples) levels.push(frameLevel(samples.subarray(from, from + frameSamples)));
  if (levels.length === 0) return 0;
  levels.sort((a, b) => a - b);
  const at = (share: number): number => levels[Math.min(levels.length - 1, Math.floor(share * levels.length))]!;
  return at(0.9) - at(0.1);
}
