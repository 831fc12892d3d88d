import { expect, it } from 'vitest';
import { TalkOver, type Verdict } from './talk-over';

/** Loudness of speech: syllables of a quarter of a second, with a rest each two seconds. */
const speech = (frame: number, loudness: number): number => (frame % 50 > 42 ? 0 : loudness * (0.4 + 0.6 * Math.abs(Math.sin(frame * 0.5))));

/** What is decided in so many frames (25 a second), the page's voice standing still while it is in doubt. */
function decide(frames: number, microphone: (frame: number, played: readonly number[]) => number): Verdict[] {
  const talkOver = new TalkOver();
  const played: number[] = [];
  let held = false;
  return Array.from({ length: frames }, (_, frame) => {
    played.push(held ? 0 : speech(frame, 0.1));
    const verdict = talkOver.push(microphone(frame, played), played[frame]!);
    held = verdict !== 'quiet';
    return verdict;
  });
}

/** What comes back of the sound after 160 ms. */
const echo = (share: number) => (frame: number, played: readonly number[]) => share * (played[frame - 4] ?? 0) + 0.003;

it.each([0, 0.05, 0.2, 0.35, 0.6, 0.9])('an echo of %f of what is played is nobody', (share) => {
  expect(decide(1_500, echo(share))).not.toContain('talk');
});

it('somebody who talks over it is noticed within 0.2 s and believed within 0.3 s, with a good echo canceller and with a bad one', () => {
  for (const share of [0.01, 0.1, 0.25]) {
    const begins = 150;
    const decided = decide(220, (frame, played) => Math.hypot(echo(share)(frame, played), frame < begins ? 0 : 0.1));
    expect(decided.slice(0, begins)).not.toContain('talk');
    expect((decided.findIndex((verdict, at) => at >= begins && verdict !== 'quiet') - begins) / 25).toBeLessThanOrEqual(0.2);
    expect((decided.indexOf('talk') - begins) / 25).toBeLessThanOrEqual(0.3);
  }
});

it('somebody who talks from its first word on is believed too', () => {
  expect(decide(50, (frame, played) => Math.hypot(echo(0.05)(frame, played), 0.12))).toContain('talk');
});

it('a knock is nobody', () => {
  expect(decide(300, (frame, played) => echo(0.05)(frame, played) + (frame % 60 < 2 ? 0.4 : 0))).not.toContain('talk');
});

it('a fan that runs all the time is the room, and somebody who talks over it is still believed', () => {
  const decided = decide(400, (frame, played) => Math.hypot(echo(0.05)(frame, played), 0.03 + 0.006 * Math.sin(frame), frame < 300 ? 0 : speech(frame, 0.25)));
  expect(decided.slice(75, 300)).not.toContain('talk');
  expect(decided.slice(300)).toContain('talk');
});
