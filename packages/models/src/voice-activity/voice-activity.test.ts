import { createVoiceActivity, type VoiceActivity, type VoiceActivityOptions, type VoiceEvent, type VoiceStream } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hum, joined, loudness, mixed, music, noise, rateHz, silence, sound, spoken } from '../../test-support/sounds.js';

const opened: VoiceActivity[] = [];
function activity(options: VoiceActivityOptions = {}): VoiceActivity {
  const made = createVoiceActivity(options);
  opened.push(made);
  return made;
}
afterEach(() => Promise.all(opened.splice(0).map((made) => made.close())));

/** What is decided about a sound that comes in pieces of a tenth of a second. */
async function decisions(stream: VoiceStream, samples: Int16Array): Promise<VoiceEvent[]> {
  const events: VoiceEvent[] = [];
  for (let at = 0; at < samples.length; at += 1_600) events.push(...(await stream.push(samples.subarray(at, at + 1_600))));
  return events;
}
const types = (events: VoiceEvent[]) => events.map(({ type }) => type);
const seconds = ({ at }: VoiceEvent) => at / rateHz;

describe('hearing whether somebody speaks', () => {
  it('finds where a question begins and ends', async () => {
    const events = await decisions(activity().listen(), joined(silence(1), spoken('how-many-pawns'), silence(1)));
    expect(types(events)).toEqual(['started', 'paused', 'ended']);
    // The recording itself begins and ends with about a third of a second of silence.
    expect(seconds(events[0]!)).toBeGreaterThan(1.1);
    expect(seconds(events[0]!)).toBeLessThan(1.5);
    expect(seconds(events[2]!)).toBeGreaterThan(2.5);
    expect(seconds(events[2]!)).toBeLessThan(3.1);
  });

  it('takes a breath for a breath', async () => {
    const events = await decisions(activity().listen({ hangOverMs: 1_500 }), joined(spoken('how-many-pawns'), silence(0.3), spoken('how-many-are-black'), silence(2)));
    expect(types(events)).toEqual(['started', 'paused', 'resumed', 'paused', 'ended']);
  });

  it('hears the next question after the end of the one before', async () => {
    const events = await decisions(activity().listen(), joined(spoken('how-many-pawns'), silence(1), spoken('how-many-are-black'), silence(1)));
    expect(types(events).filter((type) => type !== 'paused' && type !== 'resumed')).toEqual(['started', 'ended', 'started', 'ended']);
  });

  it('hears speech in noise ten decibels below it', async () => {
    const question = joined(silence(1), spoken('how-many-pawns'), silence(1));
    const hiss = noise(question.length / rateHz, 0.5);
    const gain = loudness(spoken('how-many-pawns')) / Math.sqrt(10) / loudness(hiss);
    const events = await decisions(activity().listen(), mixed(question, hiss.map((sample) => sample * gain)));
    expect(types(events).filter((type) => type !== 'paused' && type !== 'resumed')).toEqual(['started', 'ended']);
  });

  it.each([
    ['silence', silence(60)],
    ['noise', noise(60, 0.2)],
    ['a hum', hum(60)],
    ['music-like tones', music(60)],
    ['clicks', sound(60, (t) => (t % 0.7 < 0.002 ? 0.9 : 0))],
  ])('hears nobody in a minute of %s', async (_what, samples) => {
    expect(await decisions(activity().listen(), samples)).toEqual([]);
  });

  it('keeps eight speakers apart', async () => {
    const { listen } = activity();
    const sounds = Array.from({ length: 8 }, (_, n) => joined(silence(n / 4), spoken(n % 2 ? 'how-many-pawns' : 'how-many-are-black'), silence(1)));
    const alone = await Promise.all([0, 1].map((n) => decisions(activity().listen(), sounds[n]!)));
    const together = await Promise.all(sounds.map((samples) => decisions(listen(), samples)));
    for (const [n, events] of together.entries()) {
      expect(types(events).filter((type) => type === 'started' || type === 'ended'), `speaker ${n}`).toEqual(['started', 'ended']);
      const difference = (seconds(events[0]!) - n / 4) - (seconds(alone[n % 2]![0]!) - (n % 2) / 4);
      expect(Math.abs(difference), `speaker ${n}`).toBeLessThan(0.1);
    }
  });

  it('loses nothing when its process is killed in mid-sentence', async () => {
    const question = joined(silence(0.5), spoken('how-many-pawns'), silence(1));
    const undisturbed = await decisions(activity().listen(), question);
    const onDeath = vi.fn();
    const shaken = activity({ onDeath });
    const stream = shaken.listen();
    const before = await decisions(stream, question.subarray(0, 24_000));
    process.kill(shaken.status().pid!, 'SIGKILL');
    const after = await decisions(stream, question.subarray(24_000));
    expect(onDeath).toHaveBeenCalledOnce();
    expect(shaken.status().restarts).toBe(1);
    expect(types([...before, ...after])).toEqual(types(undisturbed));
    for (const [n, event] of [...before, ...after].entries()) expect(Math.abs(seconds(event) - seconds(undisturbed[n]!))).toBeLessThan(0.1);
  });

  it('tells who still listens that it is closed, and ends its process', async () => {
    const closing = activity();
    const stream = closing.listen();
    await stream.push(silence(1));
    const { pid } = closing.status();
    const left = stream.push(silence(60)).then(() => 'heard', (cause: unknown) => OcelliError.from(cause).code);
    await closing.close();
    expect(await left).toBe('shutting_down');
    expect(() => process.kill(pid!, 0)).toThrow();
    await expect(closing.listen().push(silence(1))).rejects.toMatchObject({ code: 'shutting_down' });
  });

  it('forgets a speaker who was closed', async () => {
    const some = activity();
    const stream = some.listen();
    await stream.push(silence(0.1));
    stream.close();
    expect(some.status().streams).toBe(0);
    await expect(stream.push(silence(0.1))).rejects.toMatchObject({ code: 'cancelled' });
  });
});
