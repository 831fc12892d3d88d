import { listening } from '@ocelli/protocol';
import { Aloud, kokoroVoices, type AloudVoice } from './say-aloud.js';
import { loudness } from './conditions.js';

/** What people talk about; each talker says it in an order of its own. */
const talk = [
  'I told her that we would come on Thursday, but she has not answered yet.', 'The train was late again this morning, and I had to stand the whole way.',
  'Did you try the new bakery on the corner? Their bread is really good.', 'My brother is moving to another city because of his work.',
  'We should paint the kitchen before the summer, maybe yellow or light green.', 'He said the meeting was moved to half past three.',
  'Last year we walked along the coast for two weeks and it only rained once.', 'They have three children and the youngest one has just started school.',
  'I read that book twice and I still do not understand the ending.', 'Put the boxes next to the door, somebody will pick them up later.',
  'The doctor thinks that it is nothing serious, but he wants another test.', 'Nobody knows how much it will cost when it is finished.',
];
/** Who talks, and others, none of whom is among the first. */
export const talkersVoices = {
  these: [...kokoroVoices, ...kokoro('bf_isabella', 'bm_lewis')],
  others: kokoro('af_nova', 'am_adam', 'bf_alice', 'bm_daniel', 'af_sarah', 'am_eric', 'bf_lily', 'am_onyx'),
} as const;
const breath = 0.25 * listening.sampleRateHz;

function kokoro(...names: string[]): AloudVoice[] {
  return names.map((name) => ({ engine: 'kokoro', name }));
}

/** Talkers who go on and on, one for each voice. */
export async function talkers(voices: readonly AloudVoice[], aloud: Aloud, say: (progress: string) => void): Promise<Int16Array[]> {
  const all: Int16Array[] = [];
  for (const [talker, voice] of voices.entries()) {
    say(`talker ${talker + 1}`);
    const said: Int16Array[] = [];
    for (let at = 0; at < talk.length; at++) said.push(await aloud.say(talk[(at * 5 + talker * 7) % talk.length]!, voice));
    all.push(oneAfterAnother(said));
  }
  return all;
}

function oneAfterAnother(sentences: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(sentences.reduce((sum, { length }) => sum + length + breath, 0));
  let at = 0;
  for (const sentence of sentences) {
    whole.set(sentence, at);
    at += sentence.length + breath;
  }
  return whole;
}

/** All talkers at once for so long, each at the same loudness, beginning again where they come to their end. */
export function babble(talkers: readonly Int16Array[], seconds: number, level = 1_500): Int16Array {
  const sum = new Float32Array(Math.round(seconds * listening.sampleRateHz));
  for (const [n, talker] of talkers.entries()) {
    const gain = level / Math.sqrt(talkers.length) / loudness(talker);
    for (let at = 0; at < sum.length; at++) sum[at]! += gain * talker[(at + n * 37_000) % talker.length]!;
  }
  return Int16Array.from(sum, (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample))));
}
