import type { Box } from '@ocelli/protocol';
import type { TurnInput } from '../turn.js';
import type { QuestionWords } from './question-words.js';

/** A picture a question is about, by its number from 1, perhaps a region of it. */
export interface PictureScope {
  picture: number;
  region?: Box;
}

/** Most pictures that one answer looks at. */
const mostPictures = 8;

const ordinal: Record<string, number> = {
  first: 1, '1st': 1, second: 2, '2nd': 2, third: 3, '3rd': 3, fourth: 4, '4th': 4, fifth: 5, '5th': 5, sixth: 6, '6th': 6, seventh: 7, '7th': 7, eighth: 8, '8th': 8,
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8,
};
const pictureWord = '(?:pictures?|images?|photos?|photographs?|screenshots?|pics?|uploads?|files?|one|ones|scans?|diagrams?)';
const ordinalWord = '(first|second|third|fourth|fifth|sixth|seventh|eighth|[1-8](?:st|nd|rd|th))';

/**
 * Which pictures a question is about: those it names ("the second picture", "both"), else those sent with it, else those
 * that the conversation was last about. Empty when no picture was ever shown.
 */
export function resolvePictures(turn: TurnInput, question: QuestionWords): PictureScope[] {
  const { pictures, attached } = turn;
  const numberOf = (id: string) => pictures.findIndex((picture) => picture.id === id) + 1;
  const sent: PictureScope[] = attached.flatMap(({ id, region }) => {
    const picture = numberOf(id);
    return picture > 0 ? [{ picture, ...(region ? { region } : {}) }] : [];
  });
  const regionOf = (picture: number): PictureScope => sent.find((scope) => scope.picture === picture) ?? { picture };
  const inFocus = sent.length > 0 ? sent : lastInFocus(turn, numberOf);
  const named = picturesNamed(question.text, sent.length > 1 ? sent.map((scope) => scope.picture) : pictures.map((_, index) => index + 1), inFocus);
  return (named ? named.map(regionOf) : inFocus).slice(0, mostPictures);
}

/** Whether the question names pictures by order or number, or all of them. */
export function namesPictures(text: string): boolean {
  return picturesNamed(text, [1, 2, 3, 4, 5, 6, 7, 8], [{ picture: 1 }]) !== undefined;
}

/** The pictures of the last turn that was about any. */
function lastInFocus({ history, pictures }: TurnInput, numberOf: (id: string) => number): PictureScope[] {
  for (const past of history.toReversed()) {
    const seen = past.evidence.length > 0 ? [...new Set(past.evidence.map((item) => item.attachmentId))] : past.attachedIds;
    const numbers = seen.map(numberOf).filter((picture) => picture > 0);
    if (numbers.length > 0) return [...new Set(numbers)].sort((one, other) => one - other).map((picture) => ({ picture }));
  }
  return pictures.length > 0 ? [{ picture: pictures.length }] : [];
}

function picturesNamed(text: string, order: number[], inFocus: PictureScope[]): number[] | undefined {
  const many = new RegExp(`\\b(both|each|all|every|either|these|those|the two|the (?:three|four|five|six|seven|eight))(?: of)?(?: the| these| those| my)?(?: two| three| four)? (?:${pictureWord}|boards?)\\b`).exec(text)?.[1];
  if (many || /\b(in|of|on|for) (both|each|each one|all of them|both of them)\b|^(and )?both$|\bboth (boards?|pictures?)\b|\bof the two\b|\bwhich (of the|picture|image|photo)\b|\bcompare (the|these|both|them)\b|\bbetween the (two )?(pictures|images|photos|boards)\b/.test(text)) {
    if ((many === 'these' || many === 'those' || many === 'all') && inFocus.length > 1) return inFocus.map((scope) => scope.picture);
    const all = many === 'both' || many === 'the two' || /\bof the two\b|\bboth\b/.test(text) ? order.slice(-2) : order;
    return all.length > 0 ? all : undefined;
  }
  const found = new Set<number>();
  const add = (place: number | undefined) => {
    const picture = place === undefined ? undefined : order[place - 1];
    if (picture !== undefined) found.add(picture);
  };
  for (const match of text.matchAll(new RegExp(`\\b${ordinalWord}(?: uploaded| shown)? ${pictureWord}\\b`, 'g'))) add(ordinal[match[1]!]);
  for (const match of text.matchAll(/\b(?:picture|image|photo|photograph|screenshot|pic)s? (?:number |no\.? |nr\.? |#)?([1-8]|one|two|three|four|five|six|seven|eight)\b/g)) add(ordinal[match[1]!] ?? Number(match[1]));
  for (const match of text.matchAll(new RegExp(`\\b${ordinalWord} and (?:the )?${ordinalWord} ${pictureWord}\\b`, 'g'))) add(ordinal[match[1]!]);
  const current = inFocus.at(-1)?.picture;
  if (new RegExp(`\\b(?:last|latest|newest|most recent) ${pictureWord}\\b`).test(text)) add(order.length);
  if (new RegExp(`\\b(?:previous|earlier|prior|before that|preceding) ${pictureWord}\\b`).test(text) && current !== undefined) {
    const before = order[order.indexOf(current) - 1];
    if (before !== undefined) found.add(before);
  }
  if (new RegExp(`\\b(?:the )?other ${pictureWord}\\b|\\bthe other$`).test(text)) {
    for (const picture of order) if (order.length === 2 && !inFocus.some((scope) => scope.picture === picture)) found.add(picture);
  }
  return found.size > 0 ? [...found].sort((one, other) => one - other) : undefined;
}
