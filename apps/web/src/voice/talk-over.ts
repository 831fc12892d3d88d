/** quiet: nobody talks; perhaps: it seems so; talk: somebody does. */
export type Verdict = 'quiet' | 'perhaps' | 'talk';

/** Levels of the microphone that are looked at, 25 a second. */
const perSecond = 25;
/** The room, and what the loudspeaker is not silent about, are quieter than this. */
const least = 0.02;
/** Speech has to be so much louder than the echo that has been heard. */
const margin = 1.6;
/** Echo comes late: from the loudspeaker through the room, the microphone and the system. */
const latest = Math.round(0.48 * perSecond);
/** Until it is heard how much of the sound comes back, a loudspeaker beside the microphone is assumed, and a browser that takes away little of it. */
const assumed = 0.2;
/** What is believed of the echo fades, so that one clap does not count for ever: by half in two seconds. */
const fading = 0.986;
const leastCoupling = 0.05;
const mostCoupling = 1.2;
/** Seconds of sound after which the echo is known. */
const known = perSecond;
const window = Math.round(0.36 * perSecond);
/** A fan or a street is there all the time: what is not clearly louder than the quietest fifth of two seconds is the room. */
const roomLevels = 2 * perSecond;
const roomMargin = 2.5;

/**
 * Decides whether somebody talks over the page's own voice, by how loud microphone and loudspeaker are. Echo is in proportion to what is played: how much of it
 * comes back is learned all the time, and somebody has to be clearly louder, for a sixth of a second. Where that is not known yet, longer: the page stops
 * while it is in doubt, and its echo with it, but a person does not.
 */
export class TalkOver {
  #coupling = assumed;
  #played: number[] = [];
  /** Of the last levels, which were louder than any echo. */
  #louder: boolean[] = [];
  #heardSound = 0;
  /** Of what was louder than echo since somebody seemed to talk, in proportion to what was played. */
  #loudest = 0;
  #levels: number[] = [];
  #verdict: Verdict = 'quiet';
  /** Levels since it seemed that somebody talks. */
  #since = 0;

  /** Takes the loudness of the microphone and of what the page plays at this moment (root mean square, 0..1); to be called 25 times a second. */
  push(level: number, played: number): Verdict {
    this.#played = [...this.#played.slice(1 - latest), played];
    const reference = Math.max(...this.#played);
    this.#levels = [...this.#levels.slice(1 - roomLevels), level];
    const louder = level > Math.max(least, margin * this.#coupling * reference, roomMargin * this.#room());
    this.#louder = [...this.#louder.slice(1 - window), louder];
    if (!louder && reference > least) this.#learn(level / reference);
    if (louder) this.#loudest = Math.max(this.#loudest, level / Math.max(reference, least));
    else if (this.#verdict === 'quiet') this.#loudest = 0;
    const count = this.#louder.filter(Boolean).length;
    if (this.#verdict === 'quiet') {
      // It costs little to be wrong: the page stops for a moment, and goes on from there.
      if (this.#louder.slice(-3).filter(Boolean).length >= 2) [this.#verdict, this.#since] = ['perhaps', 0];
    } else {
      this.#since++;
      const enough = this.#heardSound >= known ? Math.round(0.16 * perSecond) : latest + 2;
      if (count >= Math.min(enough, window * 0.65) && this.#since + 2 >= enough) this.#verdict = 'talk';
      else if (count <= 2 && this.#since > 4) this.nobody();
    }
    return this.#verdict;
  }

  /** It was nobody: what was taken for a voice, echo or a knock, is to be expected from now on. */
  nobody(): void {
    this.#coupling = Math.min(mostCoupling, Math.max(this.#coupling, this.#loudest));
    this.#loudest = 0;
    this.#louder = [];
    this.#verdict = 'quiet';
  }

  #room(): number {
    return this.#levels.length < roomLevels ? 0 : this.#levels.toSorted((a, b) => a - b)[Math.floor(roomLevels / 5)]!;
  }

  #learn(ratio: number): void {
    this.#heardSound++;
    this.#coupling = Math.max(ratio, this.#coupling * fading, leastCoupling);
  }
}
