import { singularOf } from '../languages/wordnet.js';
import { isLabelled } from '../photographs/label-meanings.js';
import { isPlace } from '../photographs/surroundings.js';
import { thingsNamed } from '../photographs/thing-names.js';
import type { ThingsAsk } from './intent.js';
import { nounIn } from './noun-phrases.js';
import type { QuestionWords } from './question-words.js';
import { understandPhotographs } from './understand-photographs.js';

const seenHere = '(?:in|on|at|of|inside|within|around|near|behind|under|beside|next to|from) (?:the|this|that|these|my|your|it|here|both|each|front|a|an)\\b.*|(?:are|is|do|does|can|could|in|on|at|here|there|visible|shown|seen|present|appear|you|sind|gibt|siehst|auf|im|zu sehen|hier|y a|il y a|sur|dans|voit|vois|hay|en|se ven|ci sono|nella|nel|sulla|há|no|na|estão|zijn|op|er|jest|są)\\b.*';
const howMany = new RegExp(`\\b(?:how many|(?:what(?:'s| is)? the )?(?:total )?number of|count(?: up)?(?: all)?(?: of)?|wie ?viele?|combien d(?:es?|u|')|cu[aá]nt[oa]s|quant[ei]|quant[oa]s|hoeveel|ile|сколько)(?:\\s+|(?<='))(?:the |all |different |of the |of )?(.+?)(?:\\s+(?:${seenHere}))?$`, 'u');

/** Words that make a number a matter of text: "how many people can the lift carry". */
const textualNumber = /\b(recipes?|tickets?|bought|ordered|purchased|needed|required|cost|serves?|feeds?|seats?|holds?|carry|fit|allowed|permitted|maximum|max|minimum|capacity|per|sold|said|mentioned|according|percent|calories|kcal|grams?|minutes?|hours?|days?|weeks?|months?|years?|dollars?|euros?|points?|pages?|servings?|items|died|born|killed|times does|words?|lines?|letters?|characters?)\b/;

/** Who somebody in the picture is; not whom a letter is for or who wrote it. */
const asksWho = new RegExp(
  [
    "\\bwho(?:'s| is| are)? (?:this|that|these|those|he|she|they|it|him|her)(?: (?:man|woman|person|people|boy|girl|lady|guy|child|kid|actor|actress|player|celebrity))?(?: (?:in|on|at|here|there|with|standing|sitting|wearing|holding)\\b.*)?$",
    "\\bwho(?:'s| is| are)? (?:the (?:man|woman|person|people|boy|girl|lady|guy|child|kid|players?|men|women)|in (?:the|this) (?:picture|photo|image))\\b(?! (?:of|who|named|mentioned))",
    '\\bname (?:of )?(?:this|that|the) (?:man|woman|person|guy|lady|people)\\b',
    '\\b(?:recogni[sz]e|identify) (?:him|her|them|(?:this|that|the|these|those) (?:man|woman|person|people|men|women|face|faces|guy|lady|boy|girl))\\b',
    "^who(?:'s| is| are) (?:here|there|in it|that|this)$",
  ].join('|'),
);

/** "Which game had the lowest attendance": figures are compared in print, not on a photograph. */
const comparesRecords = /^(?:which|what) \w+ (?:had|has|have|got) the (?:lowest|highest|most|least|fewest|largest|smallest|greatest|best|worst|longest|shortest)\b/;

/** What a question asks of a photograph, or undefined when it names nothing that could be seen. */
export function understandThings({ text }: QuestionWords): ThingsAsk | undefined {
  if (comparesRecords.test(text)) return undefined;
  if (asksWho.test(text)) return { ask: 'who' };
  const than = /\b(more|fewer|less) ([\p{L}\s-]+?) than ([\p{L}\s-]+?)(?: (?:in|on|here|there|are|visible)\b.*)?$/u.exec(text);
  if (than && thingsNamed(nounIn(than[2]!)) && thingsNamed(nounIn(than[3]!))) return { ask: 'compare', nouns: [nounIn(than[2]!), nounIn(than[3]!)], wanted: than[1] === 'more' ? 'more' : 'fewer' };
  const as = /\bas many ([\p{L}\s-]+?) as ([\p{L}\s-]+?)(?: (?:in|on|here|there|are|visible)\b.*)?$/u.exec(text);
  if (as && thingsNamed(nounIn(as[1]!)) && thingsNamed(nounIn(as[2]!))) return { ask: 'compare', nouns: [nounIn(as[1]!), nounIn(as[2]!)], wanted: 'same' };

  const counted = howMany.exec(text);
  const parts = /^how many ([\p{L}]+) (?:does|do|has|have) (?:the |this |that |these |those |an? )?([\p{L}]+)(?: [\p{L}]+)?(?: have| got)?$/u.exec(text);
  if (parts && isPart.test(singularOf(parts[1]!))) return { ask: 'count', nouns: [parts[1]!], owner: /^(?:it|he|she|they|animal|thing)$/.test(parts[2]!) ? 'it' : parts[2]! };
  if (counted && !textualNumber.test(text) && !asksForNumber(text)) {
    const nouns = whatIsCounted(counted[1]!).split(/\s*(?:,| and | und | et | y | e | & )\s*/).map(nounIn).filter(Boolean);
    const clause = withClause.test(text) ? { clause: true } : {};
    if (nouns.length > 0 && nouns.some((noun) => thingsNamed(noun))) return { ask: 'count', nouns, ...clause };
    if (nouns.length > 0 && /\b(are|is) (there|here|visible|shown|seen|present|in|on)\b|\b(can|do) you (see|count)\b|\bcan be seen\b|\bin (the|this) (picture|photo|image|photograph)\b/.test(text)) return { ask: 'count', nouns, ...clause };
  }
  const worn = /^(?:is|are) (?:he|she|they|(?:the|this|that|these) \p{L}+) wearing (?:an? |any |some )?(?:\p{L}+ )?(glasses|sunglasses|spectacles|hats?|caps?|helmets?|(?:neck)?ties?)$/u.exec(text)?.[1];
  if (worn) return { ask: 'unnamed', relation: 'worn', named: [], part: /^(?:sun)?glasses|^spec/.test(worn) ? 'face' : /tie/.test(worn) ? 'neck' : 'head', claim: worn };
  if (/\bis (anyone|anybody|someone|somebody|there anyone|there anybody|there someone|there somebody|nobody|no one)\b/.test(text)) return /\b(?:wearing|holding|smiling|looking|eating|with|carrying|using|reading)\b/.test(text) ? { ask: 'activity', whether: true } : { ask: 'exists', nouns: ['person'] };
  const colour = colourClaimed(text) ?? colourAsked(text);
  if (colour) return colour;
  const place = /^(?:and )?(?:where(?:'s| is| are|abouts is)?|wo (?:ist|sind)|où (?:est|sont)|dónde está[n]?|locate|find|point (?:at|to|out)|show(?: me)?(?: where)?|highlight|mark)\s+(.+?)(?:\s+(?:is|are|in (?:the|this) \w+))?$/u.exec(text);
  if (place && !/\b(do|does|did|can|could|will|was|were)\b/.test(place[1]!) && thingsNamed(nounIn(place[1]!.replace(/\b(leftmost|rightmost|topmost|biggest|largest|smallest|lowest|highest)\b/g, '')))) return { ask: 'where', nouns: [nounIn(place[1]!.replace(/\b(leftmost|rightmost|topmost|biggest|largest|smallest|lowest|highest)\b/g, ''))] };
  const photograph = understandPhotographs(text);
  if (photograph && (photograph.ask === 'choice' || photograph.ask === 'surroundings' || photograph.ask === 'sharpness' || photograph.ask === 'material')) return photograph;
  const where = /^(?:is|are|was|were) (?:it|this|that|they|these|the \w+)(?: (?:taken|shot|made|located))? (?:in|on|at|under|by|near) (?:an? |the )?([\p{L} ]+)$/u.exec(text)?.[0].replace(/^.*? (?:in|on|at|by|near) (?:an? |the )?/, '');
  if (where && isPlace(where)) return { ask: 'exists', nouns: [where] };
  const exists = /\b(?:is|are) there (?:a |an |any |some )?(.+?)(?:\s+(?:in|on|at|here|visible|to be seen|present)\b.*)?$|\b(?:do|can|could) you (?:see|spot|find|detect) (?:a |an |any |some )?(.+?)(?:\s+(?:in|on|at|here|there|anywhere)\b.*)?$|^(?:any) (.+?)(?: here| there| in .*)?$|\b(?:does|do) (?:the|this) (?:picture|photo|image|photograph) (?:show|contain|have|include) (?:a |an |any |some )?(.+)$|^(?:is|are) (?:this|that|it|these|those) (?:a |an |really a )?(?:picture of |photo of |image of )?(?:a |an )?(.+?)(?: or (?:a |an )?.*)?$|\b(?:gibt es|y a-t-il|il y a|hay|c'è|ci sono|há) (?:ein |eine |einen |un |une |des |una |um |uma |algún )?(.+?)(?:\s+(?:auf|im|in|sur|dans|en|nella|na|no)\b.*)?$/u.exec(text);
  if (exists) {
    const words = exists.slice(1).find((group) => group !== undefined)!;
    const nouns = words.split(/\s*(?:,| and | or )\s*/).map(nounIn).filter(Boolean);
    if (/^(?:is|are) (?:this|that|it|these|those) (?:a|an) /.test(text) && nouns.length === 1 && !thingsNamed(nouns[0]!) && (isLabelled(nouns[0]!) || isPlace(nouns[0]!))) return { ask: 'exists', nouns };
    if (nouns.length > 0 && nouns.every((noun) => noun.split(' ').length <= 3) && (nouns.some((noun) => thingsNamed(noun)) || /\b(is|are) there\b/.test(text)) && !isAboutText(words)) return { ask: 'exists', nouns };
  }
  if (/\b(what|which) (sports?|game|activity)\b(?! (?:had|has|have|was|number|with|on|drew)\b)|\bwhat (is|are|'s) (he|she|they|it|the \w+|people|everyone|this \w+) doing\b|^what (?:is|are) (?:he|she|they|the \w+|these \w+|those \w+) playing$|\bwhat('s| is) (going on|happening)\b/.test(text)) return { ask: 'activity' };
  if (/^(is|are) (he|she|they|the (man|woman|boy|girl|child|person|people|dog|cat|kid|lady|guy|players?)) \w+ing\b/.test(text)) return { ask: 'activity', whether: true };
  return photograph && !isAboutText(aboutOf(photograph)) ? photograph : undefined;
}

/** What things have several of. */
const isPart = /^(?:eye|ear|horn|wheel|tyre|tire|wing|tusk|leg|paw|foot|feet|arm|hand)$/;

/** "Slices of pizza" are slices, "pieces of fruit" fruit. */
function whatIsCounted(phrase: string): string {
  return phrase.replace(/^(?:pieces?|items?|kinds?|types?|sorts?|different \w+) of /, '').replace(/^(\p{L}+) of (?!the |them\b|these|those).*$/u, '$1');
}

/** The words of an ask that tell whether print may be meant. */
function aboutOf(ask: ThingsAsk): string {
  return ask.ask === 'kind' ? ask.noun : '';
}

/** Only those that wear, hold or do something are to be counted. */
const withClause = /\b(?:wearing|with|without|holding|carrying|smiling|looking|facing|eating|drinking|sitting|lying|kneeling|sleeping|riding|jumping|behind|upright)\b/;

/** "Is the car red?" */
function colourClaimed(text: string): ThingsAsk | undefined {
  const claimed = /^(?:is|are) (?:the|this|that|these|those|his|her|its) ([\p{L}' -]+?) (red|orange|yellow|green|blue|purple|violet|pink|brown|black|white|gr[ae]y|beige)(?: in colou?r)?$/u.exec(text);
  if (!claimed || / or /.test(text) || /\b(?:sky|picture|photo|image|photograph)\b/.test(claimed[1]!)) return undefined;
  const asked = colourAsked(`what colour is the ${claimed[1]!}`);
  return asked?.ask === 'colour' ? { ...asked, claim: claimed[2]! } : undefined;
}

/** The colour of a thing, or of a part of one. */
function colourAsked(text: string): ThingsAsk | undefined {
  const asked = /\b(?:what|which)(?:'s| is| are)? (?:the )?colou?rs? (?:is|are|does|do|has|have|of)?\s*(.+?)$/.exec(text) ?? /\bcolou?rs? of (.+)$/.exec(text);
  if (!asked) return undefined;
  const phrase = asked[1]!.replace(/\s+(?:have|has|painted|here)$/, '').replace(/\s+(?:in|on|at|of) (?:the|this) (?:picture|photo|image|photograph|front|left|right|foreground|middle|cent(?:er|re))$/, '');
  if (/\b(?:picture|image|photo|photograph|main|dominant|whole|text|letters?|dominates|most|scheme)\b/.test(phrase)) return undefined;
  if (/^(?:it|this|that|they|these|those)$/.test(phrase)) return { ask: 'colour', noun: 'it' };
  const owned = /^(?:the )?([\p{L}-]+(?: [\p{L}-]+)?) of (?:the |this |that |a )?(.+)$/u.exec(phrase);
  if (owned) return { ask: 'colour', noun: nounIn(owned[2]!), part: nounIn(owned[1]!) };
  const genitive = /^(?:the |this |that )?([\p{L}-]+(?: [\p{L}-]+)?)'s? ([\p{L} -]+)$/u.exec(phrase);
  if (genitive) return { ask: 'colour', noun: nounIn(genitive[1]!), part: nounIn(genitive[2]!) };
  const its = /^(its|his|her|their) (.+)$/.exec(phrase);
  if (its) return { ask: 'colour', noun: its[1] === 'its' ? 'it' : 'person', part: nounIn(its[2]!) };
  const noun = nounIn(phrase);
  return noun ? { ask: 'colour', noun } : undefined;
}

/** "The number of the bus" is painted on it; "the number of buses" is how many there are. */
function asksForNumber(text: string): boolean {
  const noun = /\bnumber of (?:the|this|that) ([\p{L} -]+?)(?: (?:in|on|at|of) .*)?$/u.exec(text)?.[1];
  return noun !== undefined && singularOf(nounIn(noun)) === nounIn(noun) && !/\b(people|cattle|sheep|fish|deer|police)$/.test(noun);
}

/** Words about text, files and boards are none of a detector's business. */
function isAboutText(words: string): boolean {
  return /\b(texts?|words?|writing|letters?|numbers?|digits?|codes?|qr|bar ?codes?|dates?|names?|titles?|prices?|totals?|address|phone number|signature|logos?|websites?|url|e-?mail|language|street|road|city|town|country|year|day|month|time|company|shop|store|restaurant|bank|brand|floor|level|chess|board|check|checkmate|mate|colou?r|camera|format|size|question|line|picture|photo|image|screenshot)\b/.test(words);
}

/** Words that carry over a question about things to another noun: "and dogs?", "what about the cat?". */
export function continueThings(previous: ThingsAsk, { text, words }: QuestionWords): ThingsAsk | undefined {
  const rest = /^(?:and |or |but |also )*(?:what about |how about |und |et |y |e )?(?:the |any |a |an |some )?(.+)$/.exec(text)?.[1] ?? '';
  const noun = nounIn(rest);
  if (words.length > 5 || !thingsNamed(noun)) return undefined;
  switch (previous.ask) {
    case 'compare':
      return { ask: 'count', nouns: [noun] };
    case 'count':
    case 'exists':
    case 'where':
      return { ask: previous.ask, nouns: [noun] };
    case 'colour':
    case 'kind':
      return { ask: previous.ask, noun };
    default:
      return undefined;
  }
}

/** "Where are they?" after a count asks for the same things. */
export function pointAgain(previous: ThingsAsk, { text }: QuestionWords): ThingsAsk | undefined {
  if (!/^(and |so |ok |then )?(where|show me|show|which( ones)?|point)( (are|is))?( (they|them|it|those|these|that|he|she))?( to (them|it))?$/.test(text)) return undefined;
  return previous.ask === 'count' || previous.ask === 'exists' ? { ask: 'where', nouns: previous.nouns } : undefined;
}
