import type { ColourShare, Evidence } from '@ocelli/protocol';
import { answered, declined, hedged, type Answer } from '../answers/answer.js';
import { link, listed, slug } from '../answers/wording.js';
import { colourfulShare, greyShare } from '../photographs/everyday-colour.js';
import type { TurnInput } from '../turn.js';
import type { Intent } from './intent.js';
import { useEach, type Plan } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** Colours with less of the picture than this are not named. */
const leastShare = 0.04;
/** Tells the main colours of pictures or regions. */
export function* planColoursAnswer({ ask, claim }: Extract<Intent, { about: 'colours' }>, turn: TurnInput, scopes: PictureScope[]): Plan {
  const findings = yield* useEach('look', scopes.map((scope) => ({ ...scope, aspects: ['colours'] })));
  return severalAnswers(findings.map(({ picture, colours }) => ({ name: `picture ${picture}`, answer: tellColours(ask, claim, turn.pictures[picture - 1]!.id, `p${picture}`, colours ?? []) })));
}

function tellColours(ask: 'main' | 'grey', claim: 'colour' | 'grey' | undefined, attachmentId: string, key: string, colours: ColourShare[]): Answer {
  const main = byName(colours).filter(({ share }, index) => index === 0 || share >= leastShare).slice(0, 5);
  if (main.length === 0) return declined("I can't make out colours in this picture.");
  const marks = main.map(({ name, hex, share }): Evidence => ({ kind: 'fact', id: `${key}-${slug(name)}`, attachmentId, label: name, value: `${Math.round(share * 100)} %`, hex, score: 1, box: [0, 0, 1, 1] }));
  const words = main.map(({ name, share }) => `${link(name, `${key}-${slug(name)}`)} (${Math.round(share * 100)} %)`);
  if (ask === 'grey') {
    const inColour = colourfulShare(colours) > greyShare;
    const yes = claim === undefined ? '' : (claim === 'colour') === inColour ? 'Yes, ' : 'No, ';
    const said = `**${yes}${inColour ? `${yes ? 'in' : 'In'} colour` : `${yes ? 'black' : 'Black'} and white`}**`;
    return inColour ? answered(`${said}: it is mostly ${listed(words.slice(0, 3))}.`, marks) : hedged(`${said}, as far as its colours tell: ${listed(words.slice(0, 3))}.`, marks);
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
