import type { Evidence, FileFacts, TextLine } from '@ocelli/protocol';
import { answered, declined, hedged, type Answer } from '../answers/answer.js';
import { pictureText } from '../answers/picture-text.js';
import { link } from '../answers/wording.js';
import { answerFromText } from '../text-answers/tell-text.js';
import type { TurnInput } from '../turn.js';
import type { FileAsk } from './intent.js';
import { scenesOf } from '../photographs/surroundings.js';
import { findingIn, useEach, type Plan, type PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** Answers from what the file says of itself; the pixels are not asked. */
export function* planFileAnswer(ask: FileAsk, turn: TurnInput, scopes: PictureScope[]): Plan {
  const findings = yield* useEach('inspect_file', scopes.map(({ picture }) => ({ picture })));
  const readings = mayBePrinted(ask, turn.question) ? yield scopes.map((scope) => ({ tool: 'read_text' as const, input: { ...scope } })) : [];
  const looks = ask === 'place' ? yield* lookAround(findings.filter(({ facts }) => !facts.gps).map(({ picture }) => picture)) : new Map<number, string>();
  return severalAnswers(
    findings.map(({ picture, facts }, index) => {
      const shown = turn.pictures[picture - 1]!;
      const answer = tellFile(ask, facts, shown.name, (label, value) => fact(shown.id, `p${picture}`, label, value));
      const place = looks.get(picture);
      if (place) return { name: `picture ${picture}`, answer: hedged(`Probably **${place}**, going by what is there; the file doesn't say where.`) };
      const printed = printedFact(shown.id, ask, turn.question, findingIn(readings[index], 'read_text')?.reading.lines ?? []);
      return { name: `picture ${picture}`, answer: printed ? hedged(`${answer.text} In the picture I read ${printed.text.replace(/^Probably /, '')}`, [...answer.evidence, ...printed.evidence]) : answer };
    }),
  );
}

/** What kind of place pictures show whose files hold no position. */
function* lookAround(pictures: readonly number[]): PlanPart<Map<number, string>> {
  const places = new Map<number, string>();
  const seen = yield* useEach('look', pictures.map((picture) => ({ picture, aspects: ['things', 'labels'] })));
  for (const { picture, things, labels } of seen) {
    const [best] = scenesOf({ attachmentId: '', detections: things ?? { things: [], faces: [] }, ...(labels ? { labels } : {}), name: '', key: '', region: false });
    if (best && best.belief >= leastPlace) places.set(picture, best.name);
  }
  return places;
}

/** A kind of place is told from this belief on. */
const leastPlace = 0.4;

/** A screenshot may print what is asked, of another file: "What is the resolution?" unless the picture or this file is named. */
function mayBePrinted(ask: FileAsk, question: string): boolean {
  return (ask === 'size' || ask === 'name') && !/\b(?:picture|image|photo|photograph|screenshot|this|it|pixels?|megapixels?)\b/i.test(question);
}

/** What a picture's text says to a question about a file; undefined where nothing labelled or named like a file does. */
function printedFact(attachmentId: string, ask: FileAsk, question: string, lines: readonly TextLine[]): Answer | undefined {
  if (lines.length < 3) return undefined;
  const printed = answerFromText(attachmentId, question, lines, { leastScore: ask === 'name' ? leastNamed : leastPrinted });
  return printed && (ask === 'name' ? /\.\w{2,5}\b/ : /\d/).test(printed.text) ? printed : undefined;
}

const leastPrinted = 0.5;
const leastNamed = 0.15;

type MakeFact = (label: string, value: string) => Evidence;

function fact(attachmentId: string, key: string, label: string, value: string): Evidence {
  return { kind: 'fact', id: `${key}-${label.replace(/\W+/g, '-')}`, attachmentId, label, value, score: 1, box: [0, 0, 1, 1] };
}

function tellFile(ask: FileAsk, facts: FileFacts, name: string, make: MakeFact): Answer {
  const mark = (label: string, value: string) => {
    const evidence = make(label, value);
    return { evidence, words: `**${link(pictureText(value), evidence.id)}**` };
  };
  const when = facts.takenAt ? mark('taken', readableTime(facts.takenAt)) : undefined;
  const camera = facts.camera ? mark('camera', facts.camera) : undefined;
  const noRecord = "The file doesn't say";
  switch (ask) {
    case 'taken-at':
      return when ? answered(`It was taken ${when.words}, as the camera wrote into the file.`, [when.evidence]) : declined(`${noRecord} when the picture was taken.`);
    case 'camera': {
      if (!camera) return declined(`${noRecord} what camera took the picture.`);
      const lens = facts.lens ? mark('lens', facts.lens) : undefined;
      const exposure = facts.exposure ? mark('exposure', facts.exposure) : undefined;
      const more = [lens && `lens ${lens.words}`, exposure && `exposure ${exposure.words}`].filter(Boolean).join(', ');
      return answered(`It was taken with ${camera.words}${more ? ` (${more})` : ''}.`, [camera, lens, exposure].flatMap((one) => (one ? [one.evidence] : [])));
    }
    case 'when-and-camera': {
      if (!when && !camera) return declined(`${noRecord} when or with what camera the picture was taken.`);
      const missing = !when ? ` ${noRecord} when.` : !camera ? ` ${noRecord} with what camera.` : '';
      return answered(`It was taken${when ? ` ${when.words}` : ''}${camera ? ` with ${camera.words}` : ''}.${missing}`, [when, camera].flatMap((one) => (one ? [one.evidence] : [])));
    }
    case 'place': {
      if (!facts.gps) return declined(`${noRecord} where the picture was taken: it holds no GPS position.`);
      const { latitude, longitude } = facts.gps;
      const place = mark('GPS position', `${Math.abs(latitude).toFixed(5)}° ${latitude < 0 ? 'S' : 'N'}, ${Math.abs(longitude).toFixed(5)}° ${longitude < 0 ? 'W' : 'E'}`);
      return answered(`The camera wrote the position ${place.words}. I have no map here to name the place.`, [place.evidence]);
    }
    case 'size': {
      const pixels = mark('pixels', `${facts.width} × ${facts.height} pixels`);
      const bytes = mark('file size', readableBytes(facts.bytes));
      return answered(`${pixels.words} (${((facts.width * facts.height) / 1e6).toFixed(1)} megapixels), a file of ${bytes.words}.`, [pixels.evidence, bytes.evidence]);
    }
    case 'format': {
      const format = mark('format', facts.format.toUpperCase());
      return answered(`It is a ${format.words} file${facts.frames > 1 ? ` with ${facts.frames} frames; I look at the first` : ''}.`, [format.evidence]);
    }
    case 'name': {
      const named = mark('name', name);
      return answered(`The file is called ${named.words}.`, [named.evidence]);
    }
    case 'everything': {
      const known = [
        mark('format', facts.format.toUpperCase()), mark('pixels', `${facts.width} × ${facts.height} pixels`), mark('file size', readableBytes(facts.bytes)),
        ...(when ? [when] : []), ...(camera ? [camera] : []),
        ...(facts.lens ? [mark('lens', facts.lens)] : []), ...(facts.exposure ? [mark('exposure', facts.exposure)] : []), ...(facts.software ? [mark('software', facts.software)] : []),
      ];
      return answered(known.map(({ evidence, words }) => `- ${evidence.label}: ${words}`).join('\n'), known.map(({ evidence }) => evidence));
    }
  }
}

/** "on 5 June 2019 at 14:03", as the camera's clock said, without inventing a time zone. */
function readableTime(takenAt: string): string {
  const match = /^(\d{4})[-:](\d{2})[-:](\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(takenAt);
  if (!match) return takenAt;
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  const month = months[Number(match[2]) - 1];
  return month ? `on ${Number(match[3])} ${month} ${match[1]}${match[4] ? ` at ${match[4]}:${match[5]}` : ''}` : takenAt;
}

function readableBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
