import { OcelliError } from '@ocelli/protocol';

const minuteMs = 60_000;

/** Counts what a key (an owner, an address) does within a window of time, for requests and socket events alike. */
export class RateLimit {
  readonly #most: number;
  readonly #what: string;
  readonly #windowMs: number;
  #counts = new Map<string, number>();
  #windowEnds = 0;

  /** At most `most` in each window. `what` names them in the refusal: "questions". */
  constructor(most: number, what: string, windowMs = minuteMs) {
    this.#most = most;
    this.#what = what;
    this.#windowMs = windowMs;
  }

  /** Counts once more. Throws `rate_limited`, saying when to come back. */
  count(key: string): void {
    this.#startWindow();
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count > this.#most) throw this.#refusal();
  }

  /** Throws `rate_limited` when nothing more may be counted; counts nothing. */
  check(key: string): void {
    this.#startWindow();
    if ((this.#counts.get(key) ?? 0) >= this.#most) throw this.#refusal();
  }

  #startWindow(): void {
    const now = Date.now();
    if (now < this.#windowEnds) return;
    // One window for all keys: forgetting them is one step, and the map never outlives a window.
    this.#counts = new Map();
    this.#windowEnds = now + this.#windowMs;
  }

  #refusal(): OcelliError {
    const retryAfterSeconds = Math.max(1, Math.ceil((this.#windowEnds - Date.now()) / 1000));
    return new OcelliError('rate_limited', `Too many ${this.#what} in a short time. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
  }
}

const ownersPerAddress = 4;

/** Limits what an owner does; and, since a browser that forgets its cookie is a new owner, what comes from one address. */
export class OwnerLimit {
  readonly #owners: RateLimit;
  readonly #addresses: RateLimit;

  /** At most `most` a minute of an owner, four times as much from an address. */
  constructor(most: number, what: string) {
    this.#owners = new RateLimit(most, what);
    this.#addresses = new RateLimit(ownersPerAddress * most, what);
  }

  /** Counts once more. Throws `rate_limited`, saying when to come back. */
  count(ownerId: string, address = ''): void {
    this.#owners.count(ownerId);
    this.#addresses.count(address);
  }
}
