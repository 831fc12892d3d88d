/** Bytes a second over the last seconds, so that it neither jumps nor remembers a slow start. */
export class TransferRate {
  readonly #samples: { at: number; bytes: number }[] = [];

  /** @param windowMs how far back it looks. */
  constructor(readonly windowMs = 5_000) {}

  /** @param bytes received in total. @param at milliseconds of a clock that never goes back. */
  add(bytes: number, at: number): void {
    // Until the first byte comes, the clock says nothing about the rate.
    if (this.#samples.length === 1 && this.#samples[0]?.bytes === bytes) this.#samples.length = 0;
    this.#samples.push({ at, bytes });
    while (this.#samples.length > 2 && (this.#samples[1] as { at: number }).at <= at - this.windowMs) this.#samples.shift();
  }

  /** null before there are two samples some time apart. */
  get bytesPerSecond(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at - first.at < 200) return null;
    return Math.max(0, ((last.bytes - first.bytes) * 1000) / (last.at - first.at));
  }
}
