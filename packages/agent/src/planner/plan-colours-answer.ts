import type { ColourShare, Evidence } from '@ocelli/protocol';
import { answered, declined, hedged, type Answer } from '../answers/answer.js';
import { link, listed, slug } from '../answers/wording.js';
import type { TurnInput } from '../turn.js';
import { useEach, type Plan } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** Colours with less of the picture than this are not named. */
const leastShare = 0.04;
/** Names that say there is no hue. */
const withoutHue = /\b(black|white|gr[ae]y|silver|charcoal)\b/i;

/** Tells the main colours of pictures or regions. */
export function* planColoursAnswer(ask: 'main' | 'grey' | 'background', turn: TurnInput, scopes: PictureScope[]): Plan {
  const findings = yield* useEach('look', scopes.map((scope) => ({ ...scope, aspects: ['colours'] })));
  return severalAnswers(findings.map(({ picture, colours }) => ({ name: `picture ${picture}`, answer: tellColours(ask, turn.pictures[picture - 1]!.id, `p${picture}`, colours ?? []) })));
}

function tellColours(ask: 'main' | 'grey' | 'background', attachmentId: string, key: string, colours: ColourShare[]): Answer {
  const main = byName(colours).filter(({ share }, index) => index === 0 || share >= leastShare).slice(0, 5);
  if (main.length === 0) return declined("I can't make out colours in this picture.");
  const marks = main.map(({ name, hex, share }): Evidence => ({ kind: 'fact', id: `${key}-${slug(name)}`, attachmentId, label: name, value: `${Math.round(share * 100)} %`, hex, score: 1, box: [0, 0, 1, 1] }));
  const words = main.map(({ name, share }) => `${link(name, `${key}-${slug(name)}`)} (${Math.round(share * 100)} %)`);
  if (ask === 'background') return hedged(`Probably **${words[0]}**, the colour that covers most of the picture.`, marks.slice(0, 1));
  if (ask === 'grey') {
    const coloured = main.filter(({ name, share }) => !withoutHue.test(name) && share >= leastShare);
    return coloured.length > 0 ? answered(`**In colour**: it is mostly ${listed(words)}.`, marks) : hedged(`**Black and white**, as far as its main colours tell: ${listed(words)}.`, marks);
  }
  return answered(`Mostly ${listed(words.map((word, index) => (index === 0 ? `**${word}**` : word)))}.`, marks);
}

/** Shades that share a name become one colour. */
function byName(colours: ColourShare[]): ColourShare[] {
  const merged = new Map<string, ColourShare>();
  for (const colour of colours) {
    const known = merged.get(colour.name);
    merged.set(colour.name, known ? { ...known, share: known.share + colour.share } : colour);
  }
  return [...merged.values()].sort((one, other) => other.share - one.share);
}
