/** Zero crossings of the kernel on each side. */
const crossings = 16;
/** Steps between two zero crossings in the kernel's table; values between steps are interpolated. */
const steps = 256;
/** Share of the band that is kept whole; above it the kernel needs room to fall. */
const kept = 0.92;

/** Windowed sinc (Blackman), from its centre to its edge. */
const kernel = Float32Array.from({ length: crossings * steps + 2 }, (_, n) => {
  const x = n / steps;
  if (x >= crossings) return 0;
  const window = 0.42 + 0.5 * Math.cos((Math.PI * x) / crossings) + 0.08 * Math.cos((2 * Math.PI * x) / crossings);
  return window * (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
});

/**
 * Changes the sample rate of a stream, portion by portion, without a seam between portions and without folding down what the new rate cannot carry.
 * The first sample that comes out stands where the first that went in stood.
 */
export class Resampler {
  /** Samples in for one sample out. */
  readonly #ratio: number;
  /** Of the kernel, in samples in. */
  readonly #scale: number;
  readonly #reach: number;
  #input: Float32Array;
  /** Samples given so far, and samples in that are not needed any more. */
  #given = 0;
  #dropped = 0;

  constructor(fromHz: number, toHz: number) {
    this.#ratio = fromHz / toHz;
    this.#scale = kept / Math.max(1, this.#ratio);
    this.#reach = Math.ceil(crossings / this.#scale);
    this.#input = new Float32Array(this.#reach);
  }

  /** Takes the next samples and gives those that are ready. */
  push(samples: Float32Array): Float32Array {
    const input = new Float32Array(this.#input.length + samples.length);
    input.set(this.#input);
    input.set(samples, this.#input.length);
    // Counted from the beginning each time: added up, rounding would drift.
    const place = (n: number): number => this.#reach + n * this.#ratio - this.#dropped;
    const count = Math.max(0, Math.ceil((input.length - this.#reach - place(this.#given)) / this.#ratio));
    const output = Float32Array.from({ length: count }, (_, n) => this.#at(input, place(this.#given + n)));
    this.#given += count;
    const dropped = Math.max(0, Math.floor(place(this.#given)) - this.#reach);
    this.#input = input.slice(dropped);
    this.#dropped += dropped;
    return output;
  }

  /** Gives what is left when no more samples follow. */
  end(): Float32Array {
    return this.push(new Float32Array(this.#reach));
  }

  #at(input: Float32Array, position: number): number {
    let sum = 0;
    const last = Math.min(input.length - 1, Math.floor(position + this.#reach));
    for (let at = Math.max(0, Math.ceil(position - this.#reach)); at <= last; at++) {
      const place = Math.abs(at - position) * this.#scale * steps;
      const step = Math.floor(place);
      if (step >= crossings * steps) continue;
      const low = kernel[step]!;
      sum += input[at]! * (low + (place - step) * (kernel[step + 1]! - low));
    }
    return sum * this.#scale;
  }
}
