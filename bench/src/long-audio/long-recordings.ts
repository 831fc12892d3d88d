import { Aloud, kokoroVoices } from '../speech/say-aloud.js';
import { knownSentences } from './known-sentences.js';

const rateHz = 16_000;

/** A recording that is made of sentences, and when each of them is said, in seconds. */
export interface KnownRecording {
  name: string;
  samples: Int16Array;
  said: { text: string; start: number; end: number }[];
}

/** What lies between two sentences, in turn; seconds. */
const pauses = [0.3, 1.1, 0, 2.5, 0.6, 7, 0.15, 1.6, 0.45, 14, 0.8, 3.2, 0, 5];

/** The same sentences three times: with pauses of none to many seconds, without any, and with music and hum where the pauses are. */
export async function longRecordings(say: (progress: string) => void): Promise<KnownRecording[]> {
  const aloud = new Aloud();
  const spoken: Int16Array[] = [];
  try {
    for (const [at, text] of knownSentences.entries()) {
      if (at % 12 === 0) say(`speaking sentence ${at + 1} of ${knownSentences.length}`);
      spoken.push(trimmed(await aloud.say(text, kokoroVoices[at % kokoroVoices.length]!)));
    }
  } finally {
    await aloud.close();
  }
  const total = (parts: readonly Int16Array[]) => parts.reduce((sum, { length }) => sum + length, 0) / rateHz;
  // What is missing to ten minutes is shared out in proportion.
  const each = (600 - total(spoken)) / knownSentences.reduce((sum, _, at) => sum + pauses[at % pauses.length]!, 0);
  const pause = (at: number) => pauses[at % pauses.length]! * each;
  return [
    together('pauses', spoken, (at) => new Int16Array(Math.round(pause(at) * rateHz))),
    together('back to back', spoken, () => new Int16Array(0)),
    together('music and hum between', spoken, (at) => (at % 2 === 0 ? music(pause(at)) : hum(pause(at)))),
  ];
}

/** Without the silence at both ends, which would be a pause. */
function trimmed(samples: Int16Array): Int16Array {
  const loud = (sample: number) => Math.abs(sample) > 200;
  const [first, last] = [samples.findIndex(loud), samples.findLastIndex(loud)];
  return samples.subarray(Math.max(0, first - 0.02 * rateHz), last + 0.04 * rateHz);
}

function together(name: string, spoken: readonly Int16Array[], between: (at: number) => Int16Array): KnownRecording {
  const parts = spoken.flatMap((samples, at) => [samples, between(at)]);
  const samples = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  const said: KnownRecording['said'] = [];
  let at = 0;
  for (const [index, part] of parts.entries()) {
    samples.set(part, at);
    if (index % 2 === 0) said.push({ text: knownSentences[index / 2]!, start: at / rateHz, end: (at + part.length) / rateHz });
    at += part.length;
  }
  return { name, samples, said };
}

const sound = (seconds: number, at: (second: number) => number): Int16Array => Int16Array.from({ length: Math.round(seconds * rateHz) }, (_, n) => Math.round(32_767 * at(n / rateHz)));
const sine = (hertz: number, second: number): number => Math.sin(2 * Math.PI * hertz * second);
const hum = (seconds: number): Int16Array => sound(seconds, (t) => 0.1 * sine(50, t) + 0.04 * sine(100, t) + 0.02 * sine(150, t));
const scale = [262, 294, 330, 349, 392, 440, 494, 523];

/** Plucked notes with overtones, three a second, over a held chord. */
const music = (seconds: number): Int16Array =>
  sound(seconds, (t) => {
    const note = scale[(Math.floor(t * 3) * 5) % 8]!;
    const plucked = [1, 2, 3, 4].reduce((sum, overtone) => sum + (0.08 / overtone) * sine(note * overtone, t), 0);
    return Math.exp(-4 * (t % (1 / 3))) * plucked + 0.03 * (sine(131, t) + sine(165, t) + sine(196, t));
  });
