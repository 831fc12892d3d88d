import type { Evidence, Transcript, TranscriptSegment } from '@ocelli/protocol';
import { answered, declined, hedged, type Answer } from '../answers/answer.js';
import { pictureText, quoted } from '../answers/picture-text.js';
import { counted, link, listed } from '../answers/wording.js';
import { stem, stemsOf, wordsIn } from '../text-answers/word-matching.js';
import { understandRecordingQuestion, type RecordingIntent } from './understand-recording.js';

/** A recording of the conversation with what is said in it. */
export interface HeardRecording {
  id: string;
  name: string;
  seconds: number;
  transcript: Transcript;
}

/** More than this is not said again in an answer: it stands under the recording. */
const mostCharacters = 700;
const mostPlaces = 8;
const summarySentences = 3;
/** Less sure, the words are called so. */
const surely = 0.5;
/** A sentence has to hold so much of what a question asks for, by how rare its words are, to be taken for its answer; from `likely` on it is hedged. */
const holds = { likely: 0.5 };

interface Sentence extends TranscriptSegment {
  stems: Set<string>;
}

/** Answers a question about what is said in recordings, out of their words and nothing else: places are quoted, with their times as evidence that can be heard. */
export function answerAboutRecording(question: string, recordings: readonly HeardRecording[]): Answer {
  const [recording] = recordings;
  if (!recording) return declined('There is no recording here.');
  const intent = understandRecordingQuestion(question);
  if (recordings.length === 1) return answerAbout(recording, intent);
  const answers = recordings.map((one) => answerAbout(one, intent, `r${recordings.indexOf(one) + 1}-`));
  const some = answers.filter(({ status }) => status !== 'declined');
  return {
    text: answers.map(({ text }, at) => `**${pictureText(recordings[at]!.name)}**: ${text}`).join('\n\n'),
    status: some.length === 0 ? 'declined' : some.every(({ status }) => status === 'answered') ? 'answered' : 'hedged',
    evidence: answers.flatMap(({ evidence }) => evidence),
  };
}

function answerAbout(recording: HeardRecording, intent: RecordingIntent, prefix = ''): Answer {
  const { transcript, seconds } = recording;
  if (intent.type === 'length') return answered(`It is **${spokenTime(seconds)}** long.`);
  if (transcript.segments.length === 0) return declined('Nobody is heard speaking in it. I can tell words apart, and not music or other sounds.');
  const passage = passageIn(recording, prefix);
  const answer = answerFrom(recording, intent, passage);
  return transcript.confidence >= surely || answer.status === 'declined' ? answer : { ...answer, status: 'hedged', text: `${answer.text}\n\nIt is hard to hear: much of this may be wrong.` };
}

function answerFrom({ transcript, seconds }: HeardRecording, intent: RecordingIntent, passage: PassageMaker): Answer {
  const { segments } = transcript;
  switch (intent.type) {
    case 'words':
      return wordsOf(transcript, seconds, passage);
    case 'language':
      return hedged(`It sounds like **${languageName(transcript.language)}**.`);
    case 'voices':
      return declined('I hear what is said, but cannot tell voices apart: neither who speaks nor how many do.');
    case 'summary':
      return summaryOf(segments, passage);
    case 'end': {
      const { link: words, evidence } = passage(intent.which === 'first' ? segments[0]! : segments.at(-1)!);
      return answered(`It ${intent.which === 'first' ? 'begins' : 'ends'} with ${words}.`, [evidence]);
    }
    case 'at':
      return wordsAt(segments, intent, seconds, passage);
    case 'mentions':
      return mentionsOf(segments, intent, passage);
    case 'fact':
      return factIn(segments, intent.question, passage);
    case 'length':
      return answered(`It is **${spokenTime(seconds)}** long.`);
  }
}

type PassageMaker = (segment: Pick<TranscriptSegment, 'text' | 'start' | 'end' | 'confidence'>) => { link: string; evidence: Evidence };

/** Words of a recording as evidence that can be played, and a quotation that links to it. */
function passageIn({ id }: HeardRecording, prefix: string): PassageMaker {
  let made = 0;
  return ({ text, start, end, confidence }) => {
    const name = `${prefix}passage-${++made}`;
    const evidence: Evidence = { kind: 'passage', id: name, attachmentId: id, label: clock(start), score: confidence, box: [0, 0, 1, 1], start, end: Math.max(start, end), text };
    return { evidence, link: `${link(quoted(text, 300), name)} (${clock(start)})` };
  };
}

function wordsOf({ text, segments, language }: Transcript, seconds: number, passage: PassageMaker): Answer {
  if (text.length <= mostCharacters) {
    const { evidence } = passage({ text, start: segments[0]!.start, end: segments.at(-1)!.end, confidence: segments[0]!.confidence });
    return answered(`It says: ${link(quoted(text, mostCharacters), evidence.id)}`, [evidence]);
  }
  const first = passage(segments[0]!);
  const last = passage(segments.at(-1)!);
  const words = wordsIn(text).length;
  return answered(
    `In ${spokenTime(seconds)} ${counted(words, 'word')} are said${language === 'en' ? '' : `, in ${languageName(language)}`}, from ${first.link} to ${last.link}. All of it stands under the recording, with the time of every word. Ask when something is mentioned, or about what is said.`,
    [first.evidence, last.evidence],
  );
}

/** No words of its own: the sentences that share most with the others, as they were said. */
function summaryOf(segments: readonly TranscriptSegment[], passage: PassageMaker): Answer {
  const sentences = withStems(segments).filter(({ stems }) => stems.size > 2);
  const rarity = rarityIn(sentences);
  const score = ({ stems }: Sentence) => [...stems].reduce((sum, one) => sum + (sentences.filter((other) => other.stems.has(one)).length > 1 ? rarity(one) : 0), 0) / Math.sqrt(stems.size);
  const best = [...sentences].sort((a, b) => score(b) - score(a)).slice(0, summarySentences).sort((a, b) => a.start - b.start);
  if (best.length === 0) return declined('There is too little said to choose from. Ask what is said in it.');
  const places = best.map((sentence) => passage(sentence));
  return hedged(`I cannot put it in words of my own. These sentences share most with the rest:\n\n${places.map((place) => `- ${place.link}`).join('\n')}`, places.map(({ evidence }) => evidence));
}

function wordsAt(segments: readonly TranscriptSegment[], { seconds, span }: RecordingIntent & { type: 'at' }, length: number, passage: PassageMaker): Answer {
  if (span !== 'until' && seconds > length) return declined(`It is only ${spokenTime(length)} long.`);
  const inside = segments.filter(({ start, end }) => (span === 'until' ? start < seconds : span === 'from' ? end > seconds : start <= seconds + 5 && end >= seconds - 5));
  const chosen = (span === 'until' ? inside : inside.slice(0, 3)).slice(0, mostPlaces);
  if (chosen.length === 0) return answered(`Nobody speaks ${span === 'until' ? `before ${clock(seconds)}` : span === 'from' ? `after ${clock(seconds)}` : `around ${clock(seconds)}`}.`);
  const places = chosen.map((segment) => passage(segment));
  return answered(places.map((place) => place.link).join(' '), places.map(({ evidence }) => evidence));
}

function mentionsOf(segments: readonly TranscriptSegment[], { of, asks }: RecordingIntent & { type: 'mentions' }, passage: PassageMaker): Answer {
  const wanted = contentWords(of);
  const sentences = withStems(segments);
  const all = wanted.length > 0 ? wanted : wordsIn(of);
  const holdsAll = ({ stems }: Sentence) => all.every((word) => stemsOf(word).some((one) => stems.has(one)));
  const found = sentences.filter(holdsAll);
  const name = quoted(of, 80);
  if (found.length === 0) {
    const partly = all.length > 1 ? sentences.filter(({ stems }) => all.some((word) => stemsOf(word).some((one) => stems.has(one)))) : [];
    const places = partly.slice(0, 3).map((sentence) => passage(sentence));
    const near = places.length > 0 ? ` The nearest is ${listed(places.map((place) => place.link))}.` : '';
    return hedged(`I do not find ${name} in what is said.${near} It may be said in other words, or was heard wrongly.`, places.map(({ evidence }) => evidence));
  }
  const times = asks === 'how-often' ? found.reduce((sum, { text }) => sum + wordsIn(text).filter((word) => stemsOf(all[0]!).includes(stem(word))).length, 0) : found.length;
  const places = found.slice(0, mostPlaces).map((sentence) => passage(sentence));
  const evidence = places.map((place) => place.evidence);
  const more = found.length > mostPlaces ? ` and ${counted(found.length - mostPlaces, 'more place', 'more places')}` : '';
  if (asks === 'how-often') return answered(`**${counted(times, 'time')}**: ${listed(places.map((place) => place.link))}${more}.`, evidence);
  const opening = asks === 'whether' ? 'Yes: ' : '';
  return answered(`${opening}${places.length === 1 ? '' : `${counted(found.length, 'place')}: `}${listed(places.map((place) => place.link))}${more}.`, evidence);
}

/** The sentence that holds most of what the question asks for; a sentence is no proof that it answers the question, so it is quoted and hedged. */
function factIn(segments: readonly TranscriptSegment[], question: string, passage: PassageMaker): Answer {
  const wanted = contentWords(question);
  const sentences = withStems(segments);
  const rarity = rarityIn(sentences);
  const weight = (word: string) => Math.max(...stemsOf(word).map(rarity));
  const total = wanted.reduce((sum, word) => sum + weight(word), 0);
  const held = ({ stems }: Sentence) => wanted.reduce((sum, word) => sum + (stemsOf(word).some((one) => stems.has(one)) ? weight(word) : 0), 0) / Math.max(1e-9, total);
  const fits = (sentence: Sentence) => held(sentence) + (answersKind(question, sentence.text) ? 0.1 : 0);
  const best = wanted.length === 0 ? undefined : sentences.reduce<Sentence | undefined>((top, one) => (top && fits(top) >= fits(one) ? top : one), undefined);
  if (!best || held(best) < holds.likely) return declined('I do not find that in what is said. Ask when a word is mentioned, or read the transcript under the recording.');
  const others = sentences.filter((one) => one !== best && fits(one) >= fits(best) - 0.01).slice(0, 2);
  const places = [best, ...others].sort((a, b) => a.start - b.start).map((sentence) => passage(sentence));
  return hedged(`What is said about that: ${listed(places.map((place) => place.link))}.`, places.map(({ evidence }) => evidence));
}

/** Whether a sentence holds something of the kind that is asked for. */
function answersKind(question: string, sentence: string): boolean {
  if (/\bhow (many|much|old|long|far)\b/i.test(question)) return /\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|million|half|quarter)\b/i.test(sentence);
  if (/\b(when|what time)\b/i.test(question)) return /\d|\b(\w+day|morning|evening|night|noon|midnight|january|february|march|april|may|june|july|august|september|october|november|december|o'clock|year|week|tomorrow|yesterday)\b/i.test(sentence);
  if (/\bwhere\b/i.test(question)) return /\b(in|at|on|above|under|near|behind|beside|to|from)\b/i.test(sentence);
  return false;
}

const empty = new Set('a an the of in on at to for from by with and or but is are was were be been am do does did has have had will would can could may might should what which who whom whose when where why how many much long far old it its this that these those there here they them their he she his her him you your i my me we our us about any some say says said tell told mention mentions mentioned talk talks recording audio as if not no so than then too very just please speaker speakers people person somebody someone something thing things happen happens happened kind'.split(' '));
const contentWords = (text: string) => [...new Set(wordsIn(text).map((word) => word.toLowerCase()))].filter((word) => !empty.has(word.replace(/['’]s$/, '')));
const withStems = (segments: readonly TranscriptSegment[]): Sentence[] => segments.map((segment) => ({ ...segment, stems: new Set(contentWords(segment.text).flatMap(stemsOf)) }));

/** How much a stem tells: the fewer sentences hold it, the more. */
function rarityIn(sentences: readonly Sentence[]): (one: string) => number {
  const counts = new Map<string, number>();
  for (const { stems } of sentences) for (const one of stems) counts.set(one, (counts.get(one) ?? 0) + 1);
  return (one) => Math.log(1 + sentences.length / (1 + (counts.get(one) ?? 0)));
}

/** "1:05", "1:02:05". */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, '0')];
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** "45 seconds", "10 minutes", "1 minute and 5 seconds", "1 hour and 2 minutes". */
function spokenTime(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1).replace(/\.0$/, '')} second${seconds === 1 ? '' : 's'}`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const parts = [...(hours > 0 ? [counted(hours, 'hour')] : []), ...(minutes > 0 ? [counted(minutes, 'minute')] : []), ...(hours === 0 && rest > 0 ? [counted(rest, 'second')] : [])];
  return listed(parts);
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
