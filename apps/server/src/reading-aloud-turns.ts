import { performance } from 'node:perf_hooks';
import { OcelliError } from '@ocelli/protocol';

interface Waiting {
  ownerId: string;
  begin(): void;
}

/** What one owner, and what all together, may have waiting or being said. */
const most = { ofOwner: 8, altogether: 64 };

/**
 * There is one voice, and several listen. The next piece that is made is for whoever's sound runs out first, so that a first sentence goes before the tenth
 * of somebody else's, and nobody falls silent while another gets a minute ahead.
 */
export class SpeakingTurns {
  #waiting: Waiting[] = [];
  #isTaken = false;
  readonly #open = new Map<string, number>();
  /** Until when the sound lasts that an owner was given (`performance.now()`). */
  readonly #lasts = new Map<string, number>();

  /** Counts a request that is going to ask for turns. Throws `busy`. Returns how to count it off. */
  enter(ownerId: string): () => void {
    const own = this.#open.get(ownerId) ?? 0;
    const all = [...this.#open.values()].reduce((sum, count) => sum + count, 0);
    if (own >= most.ofOwner || all >= most.altogether) throw new OcelliError('busy', 'Too much is waiting to be spoken. Try again in a moment.', { retryAfterSeconds: 2 });
    this.#open.set(ownerId, own + 1);
    return () => {
      const left = this.#open.get(ownerId)! - 1;
      if (left > 0) this.#open.set(ownerId, left);
      else this.#open.delete(ownerId);
    };
  }

  /** Does `work` when it is this owner's turn; it resolves with something that lasts `seconds`. Rejects as the work does, or with `cancelled`. */
  async take<T extends { seconds: number }>(ownerId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#turn(ownerId, signal);
    try {
      const made = await work();
      this.#lasts.set(ownerId, Math.max(performance.now(), this.#lasts.get(ownerId) ?? 0) + 1000 * made.seconds);
      return made;
    } finally {
      this.#isTaken = false;
      this.#nextSoon();
    }
  }

  /** Forgets how much sound an owner still has: whoever interrupted an answer hears the next one as soon as anybody. */
  interrupted(ownerId: string): void {
    this.#lasts.delete(ownerId);
  }

  #turn(ownerId: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(new OcelliError('cancelled', 'Nobody listens any more.'));
      };
      const waiting: Waiting = {
        ownerId,
        begin: () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiting);
      this.#nextSoon();
    });
  }

  /** Whoever has just been given a piece asks for the next one first. */
  #nextSoon(): void {
    setImmediate(() => this.#next());
  }

  #next(): void {
    if (this.#isTaken) return;
    const now = performance.now();
    for (const [ownerId, until] of this.#lasts) if (until <= now) this.#lasts.delete(ownerId);
    const lasts = ({ ownerId }: Waiting) => this.#lasts.get(ownerId) ?? 0;
    // Among equals the one that waits longest; of one owner what was asked first.
    const next = this.#waiting.reduce<Waiting | undefined>((first, other) => (first === undefined || lasts(other) < lasts(first) ? other : first), undefined);
    if (!next) return;
    this.#waiting = this.#waiting.filter((other) => other !== next);
    this.#isTaken = true;
    next.begin();
  }
}
