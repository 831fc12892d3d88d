import { listening } from '@ocelli/protocol';
import type { Bench } from './bench.js';
import { babble, talkers, talkersVoices } from './speech/babble.js';
import { random } from './speech/conditions.js';
import { Aloud } from './speech/say-aloud.js';
import { SpeakingPage } from './speech/speaking-page.js';
import { Visitor } from './visitor.js';
import { withServer } from './with-server.js';

const minutes = 10;
const rate = listening.sampleRateHz;

/** What is no speech, -1..1 at each second. */
const hum = (t: number): number => 0.3 * Math.sin(2 * Math.PI * 50 * t) + 0.1 * Math.sin(2 * Math.PI * 100 * t) + 0.05 * Math.sin(2 * Math.PI * 150 * t);
const scale = [262, 294, 330, 349, 392, 440, 494, 523];
/** A melody of notes with overtones over chords that change every two seconds, and a drum on each beat. */
function music(): (t: number) => number {
  const next = random(1);
  const tone = (hertz: number, t: number): number => [1, 2, 3, 4].reduce((sum, overtone) => sum + Math.sin(2 * Math.PI * hertz * overtone * t) / overtone, 0);
  return (t) => {
    const [note, root] = [scale[(Math.floor(t * 3) * 5) % 8]!, scale[(Math.floor(t / 2) * 3) % 8]! / 2];
    const melody = 0.12 * Math.exp(-3 * (t % (1 / 3))) * tone(note, t);
    const chord = 0.03 * (tone(root, t) + tone(root * 1.26, t) + tone(root * 1.5, t));
    return melody + chord + 0.25 * Math.exp(-30 * (t % 0.5)) * next();
  };
}

export const silencesBench: Bench = {
  name: 'silences',
  what: `${minutes} minutes of silence, a hum, noise, music and twice eight people who talk at once, all at the same time: no words, no questions (--minutes N for fewer)`,
  run: async (say, { minutes: long = minutes }) => {
    const aloud = new Aloud();
    const [eight, others] = [await talkers(talkersVoices.these, aloud, say), await talkers(talkersVoices.others, aloud, say)];
    await aloud.close();
    const samples = long * 60 * rate;
    const of = (at: (second: number) => number): Int16Array => Int16Array.from({ length: samples }, (_, n) => 32_767 * at(n / rate));
    const hiss = random(2);
    const sounds: Record<string, Int16Array> = {
      silence: new Int16Array(samples),
      'a mains hum': of(hum),
      'white noise': of(() => 0.2 * hiss()),
      'music: melody, chords, percussion': of(music()),
      'eight people who talk at once': babble(eight, long * 60),
      'eight others who talk at once': babble(others, long * 60),
    };
    return await withServer(async ({ url }) => {
      // All at once, each into a page of its own, in real time: what is shown meanwhile counts too.
      const heard = await Promise.all(Object.entries(sounds).map(async ([name, sound]) => ({ name, ...(await listenTo(name, sound, url, say)) })));
      const rows = heard.map(({ name, listened, questions, words }) => [name, long, listened, questions, words]);
      const all = heard.reduce((sum, { words }) => sum + words, 0);
      return {
        columns: ['sound', 'minutes', 'microphone on', 'questions heard', 'words shown or heard'],
        rows,
        promises: [{ what: 'words in all of it', value: all, limit: { most: 0 }, unit: '' }],
        notes: ['the talkers are sixteen voices of Kokoro, eight and eight, equally loud, each with sentences in an order of its own; all sounds are heard at the same time, in real time'],
      };
    });
  },
};

/** Switches a microphone on again and again until the sound is over: how often, questions that were heard, and different words that were shown or heard. */
async function listenTo(name: string, sound: Int16Array, url: string, say: (progress: string) => void): Promise<{ listened: number; questions: number; words: number }> {
  const visitor = await Visitor.arrive(url);
  const page = await SpeakingPage.open(url, visitor.cookie);
  let [listened, questions, words] = [0, 0, 0];
  // Silence ends a turn without a word after eight seconds; then the microphone is switched on again.
  for (let at = 0; at < sound.length; listened++) {
    const { outcome, shown, sent } = await page.say(padded(sound.subarray(at)), { pace: 'real time' });
    at += sent;
    const said = [...(outcome.phase === 'heard' ? [outcome.text] : []), ...shown];
    if (outcome.phase === 'heard') questions++;
    words += new Set(said.join(' ').split(/\s+/).filter(Boolean)).size;
    for (const text of said) say(`  ${name}: "${text}"${outcome.phase === 'heard' ? `, confidence ${outcome.confidence.toFixed(2)}` : ''}`);
  }
  page.close();
  visitor.leave();
  return { listened, questions, words };
}

/** What is left of a sound, and silence after it, so that its last turn comes to an end. */
function padded(sound: Int16Array): Int16Array {
  const rest = sound.subarray(0, (listening.seconds + 5) * rate);
  if (rest.length === (listening.seconds + 5) * rate) return rest;
  const whole = new Int16Array(rest.length + (listening.secondsWithoutSpeech + 2) * rate);
  whole.set(rest);
  return whole;
}
