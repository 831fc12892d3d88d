/** Everything that was said in one turn, kept until the turn is over: whatever happens to line or server, all of it can be sent again. */
export class SoundLog {
  #samples = new Int16Array(16_000);
  #length = 0;

  /** Samples so far. */
  get length(): number {
    return this.#length;
  }

  add(samples: Int16Array): void {
    if (this.#length + samples.length > this.#samples.length) {
      const larger = new Int16Array(Math.max(this.#samples.length * 2, this.#length + samples.length));
      larger.set(this.#samples.subarray(0, this.#length));
      this.#samples = larger;
    }
    this.#samples.set(samples, this.#length);
    this.#length += samples.length;
  }

  /** At most `most` samples from `from` on, as the bytes that travel (little-endian, as every machine with a browser is). */
  portion(from: number, most: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#samples.slice(from, Math.min(this.#length, from + most)).buffer);
  }
}
