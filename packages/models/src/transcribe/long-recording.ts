import { sampleRateHz } from '../families/whisper-features.js';
import { isGuess } from './doubt.js';
import { hearWindow, type Hearing } from './hear-window.js';
import { endsSentence, heardWords, withoutSpaces, type HeardWord } from './heard-words.js';
import type { RecordedSound } from './recorded-sound.js';
import { quietPlace } from './sound-windows.js';
import { SpeechWindows, type SpeechWindow, type SpokenStretch } from './speech-windows.js';

/** Of what was cut off in mid-sentence at least so much is kept. */
const leastKept = 0.45;
/** Around a word's end and the next one's beginning a quiet place is looked for so far. */
const around = 0.1 * sampleRateHz;
/** Somebody speaks for so long, and little is written down: so few letters a second are seldom said, or no word is where somebody speaks so long. */
const skipped = { seconds: 0.7, letters: 7, withoutSpaces: 2, noWordSeconds: 0.5 };
/** Sound around it that is heard with what was skipped. */
const margin = 0.25 * sampleRateHz;
/** What is heard instead has so many times the letters, and some more, and is not much less sure. */
const believed = { times: 1.15, more: 4, lessSure: 0.3 };
/** A word belongs to a stretch of speech so far beyond it. */
const tolerance = 0.2;

/**
 * Words of a recording that is too long to be heard at once: window after window of what somebody says. Where a window had to end in mid-sentence, the next one
 * begins with that sentence; where somebody speaks and nothing was written down, that part is heard once more, alone.
 */
export async function hearLong(sound: RecordedSound, hearing: Hearing, onProgress: (fraction: number) => void): Promise<HeardWord[]> {
  const { signal, betweenSteps } = hearing.decoding;
  const windows = new SpeechWindows(sound, hearing.listen, signal);
  const words: HeardWord[] = [];
  for (;;) {
    await betweenSteps?.();
    const window = await windows.next();
    if (!window) return withoutFalseStops(words);
    let said = await wordsIn(window, hearing, windows);
    let { to } = window;
    const cut = window.cutOff ? whereToGoOn(said, window) : undefined;
    if (cut) {
      said = said.slice(0, cut.words);
      windows.continueFrom((to = cut.at));
    }
    for (const stretch of windows.stretches(window.from, to)) said = await withSkipped(said, stretch, window, hearing, windows);
    words.push(...said);
    onProgress(to / sound.length);
  }
}

/** Where a window was cut off, the model ended the sentence; what goes on in lower case was none. Abbreviations keep their stop. */
function withoutFalseStops(words: readonly HeardWord[]): HeardWord[] {
  return words.map((word, at) => {
    const goesOn = /^\p{Ll}/u.test(words[at + 1]?.text ?? '') && /^[^.]{4,}\.$/u.test(word.text);
    return goesOn ? { ...word, text: word.text.slice(0, -1), spaced: word.spaced.replace(/\.(?=\s*$)/u, '') } : word;
  });
}

async function wordsIn({ samples, from }: Pick<SpeechWindow, 'samples' | 'from'>, hearing: Hearing, windows: SpeechWindows): Promise<HeardWord[]> {
  const parts = await hearWindow(samples, from, hearing);
  return parts.flatMap((part) => heardWords(part, hearing.decoding.language, hearing.whisper, (second) => windows.speechAt(second)));
}

/** Behind the last sentence that is whole; where there is none, behind the longest pause. Undefined where neither comes late enough. */
function whereToGoOn(said: readonly HeardWord[], { from, to, samples }: SpeechWindow): { words: number; at: number } | undefined {
  const late = (from + leastKept * (to - from)) / sampleRateHz;
  const pauses = said.slice(0, -1).flatMap((word, at) => (word.end >= late ? [{ words: at + 1, word, pause: said[at + 1]!.start - word.end }] : []));
  const chosen = pauses.findLast(({ word }) => endsSentence(word.text)) ?? pauses.reduce<(typeof pauses)[number] | undefined>((best, one) => (best && best.pause >= one.pause ? best : one), undefined);
  if (!chosen) return undefined;
  const place = (second: number) => second * sampleRateHz - from;
  return { words: chosen.words, at: from + quietPlace(samples, place(chosen.word.end) - around, place(said[chosen.words]!.start) + around) };
}

/** The words, with those of a stretch of speech that was skipped. All of the stretch is heard again: where words of it were left out, the times of the others are not to be trusted. */
async function withSkipped(said: HeardWord[], stretch: SpokenStretch, window: SpeechWindow, hearing: Hearing, windows: SpeechWindows): Promise<HeardWord[]> {
  const [from, to] = [stretch.from / sampleRateHz, stretch.to / sampleRateHz];
  if (to - from < skipped.seconds) return said;
  const inside = ({ start, end }: HeardWord) => (start + end) / 2 >= from - tolerance && (start + end) / 2 <= to + tolerance;
  const here = said.filter(inside);
  const few = letters(here) < (to - from) * (withoutSpaces(hearing.decoding.language) ? skipped.withoutSpaces : skipped.letters);
  if (!few && longestGap(here, from, to) < skipped.noWordSeconds) return said;
  const [first, last] = [Math.max(window.from, stretch.from - margin), Math.min(window.to, stretch.to + margin)];
  const samples = window.samples.subarray(first - window.from, last - window.from);
  // What is likely to be said may be skipped because it was likely: it seems to have been said before.
  for (const prompt of new Set([hearing.decoding.prompt, ''])) {
    const again = await wordsIn({ samples, from: first }, { ...hearing, decoding: { ...hearing.decoding, prompt } }, windows);
    if (isBetter(again, here)) return [...said.filter((word) => !inside(word) && word.start < from), ...again, ...said.filter((word) => !inside(word) && word.start >= from)];
  }
  return said;
}

function isBetter(again: readonly HeardWord[], before: readonly HeardWord[]): boolean {
  const more = letters(again) >= Math.max(believed.times * letters(before), letters(before) + believed.more);
  return more && !isGuess({ logProbability: sureness(again) }) && sureness(again) >= sureness(before) - believed.lessSure;
}

/** Seconds of the longest part of a stretch in which no word is. */
function longestGap(words: readonly HeardWord[], from: number, to: number): number {
  return Math.max(...[...words, { start: to }].map(({ start }, at) => start - (words[at - 1]?.end ?? from)));
}

const sureness = (words: readonly HeardWord[]) => words.reduce((sum, { confidence }) => sum + Math.log(Math.max(confidence, 1e-9)), 0) / Math.max(1, words.length);
const letters = (words: readonly HeardWord[]) => words.reduce((sum, { text }) => sum + text.replace(/[^\p{L}\p{N}]/gu, '').length, 0);
