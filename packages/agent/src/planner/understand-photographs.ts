import { sensesOf, singularOf } from '../languages/wordnet.js';
import type { Surroundings } from '../photographs/tell-surroundings.js';
import type { BodyPart, Relation, Side } from '../photographs/tell-unnamed.js';
import type { ThingsAsk } from './intent.js';
import { headOf, nounIn, nounsIn } from './noun-phrases.js';

const picture = '(?:picture|image|photo|photograph|shot|scene|pic)';
const here = `(?: (?:in|on) (?:this|the|that) ${picture}| here| there)?`;

/**
 * What a question asks of a photograph beyond counting and finding: of what kind the thing in it is, which of two, what is beside
 * what, and its surroundings. Undefined where no rule knows the question's shape.
 */
export function understandPhotographs(text: string): ThingsAsk | undefined {
  return sharpness(text) ?? material(text) ?? surroundings(text) ?? choice(text) ?? unnamed(text) ?? kind(text) ?? subject(text);
}

function sharpness(text: string): ThingsAsk | undefined {
  return new RegExp(`^(?:is|are|was) (?:the |this |that |it |my )?(?:whole )?${picture}? ?(?:a bit |very |rather |slightly |too )?(?:blurry|blurred|sharp|out of focus|in focus|unsharp|fuzzy)$`).test(text) ? { ask: 'sharpness' } : undefined;
}

/** "What is the floor made of?" */
function material(text: string): ThingsAsk | undefined {
  const noun = / or /.test(text) ? undefined : (/^what (?:is|are|was|were) (?:the |this |that |these |those |its |his |her )?(.+?) (?:made|built) (?:out )?of$/.exec(text) ?? /^(?:of )?what material (?:is|are) (?:the |this |that |these |those )?(.+?)(?: made (?:out )?of)?$/.exec(text))?.[1];
  // What covers the ground outdoors is told by its colour.
  return noun && !/^(?:ground|street|road|surface)$/.test(noun) ? { ask: 'material', noun: singularOf(headOf(noun)) } : undefined;
}

const asked: [Surroundings, RegExp][] = [
  ['weather', /\b(?:what(?:'s| is) the weather|how(?:'s| is) the weather|what (?:kind of )?weather|what does the sky look like|is the sky (?:clear|cloudy|blue|overcast)|is it (?:a )?(?:sunny|cloudy|overcast|raining|rainy|snowing|foggy|stormy|clear)(?: day| weather| outside| there)?$)/],
  ['daytime', /\b(?:what time of (?:the )?day|is it (?:a )?(?:day|night|daytime|nighttime|dark|evening)(?: time)?$|(?:taken|shot) (?:at|during|by) (?:night|day|the day|the night))/],
  ['season', /\b(?:what|which) (?:season|time of (?:the )?year)|\bis it (?:winter|summer|spring|autumn|fall)$/],
  ['indoors', /\b(?:taken|shot|is (?:it|this|the \w+)|are (?:they|we|the \w+)) (?:indoors?|outdoors?|inside|outside)$/],
  ['room', /\b(?:what|which)(?: kind of| type of| sort of)? room\b/],
  ['ground', /\bwhat(?:'s| is| covers| lies)?(?: (?:lying|there))? ?(?:on|covering)? the (?:ground|floor)\b|\bwhat is the (?:ground|floor|street|road|surface) (?:made of|covered (?:with|by|in))\b|\bwhat (?:kind of |type of )?(?:ground|surface|terrain)\b/],
  ['place', /^(?:where (?:is|are) (?:this|it|they|we|he|she|the (?:people|man|woman|boy|girl|family|kids|children|couple))(?: (?:sitting|standing|walking|playing|riding|running|located))?|what (?:kind of |type of |sort of )?(?:place|location|scene|setting|environment|landscape|area|scenery) (?:is|does)\b.*|where (?:does|do) .* take place)$/],
];

function surroundings(text: string): ThingsAsk | undefined {
  if (/ or /.test(text)) return undefined;
  const aspect = asked.find(([, pattern]) => pattern.test(text))?.[0];
  if (!aspect) return undefined;
  const claim = /\b(sunny|cloudy|overcast|rainy|foggy|stormy|clear) (?:day|weather|sky|outside|there)$/.exec(text)?.[1] ?? /\b(sunny|cloudy|overcast|raining|rainy|snowing|foggy|stormy|clear|blue|day|night|daytime|nighttime|dark|evening|winter|summer|spring|autumn|fall|indoors?|outdoors?|inside|outside)$/.exec(text)?.[1];
  return { ask: 'surroundings', aspect, ...(claim && /^(?:is|are|was|were)\b/.test(text) ? { claim } : {}) };
}

function choice(text: string): ThingsAsk | undefined {
  const found =
    /^(?:so )?(?:is|are|was|were|does|do|did)(?:n't)? (.+?),? (?:or|rather than) (?:is it |are they |was it |rather )?(.+)$/.exec(text) ?? /^(?:what|which|where|who|how)\b.+?[,:] ?(.+?),? or (.+)$/.exec(text) ?? /^([\p{L}' -]{2,30}?),? or ([\p{L}' -]{2,30})$/u.exec(text);
  if (!found) return undefined;
  const second = found[2]!.replace(new RegExp(`\\s+(?:in|on|of) (?:the|this|that) ${picture}$`), '');
  const first = found[1]!.replace(/ (?:in|on|at) the (?:foreground|background|middle|cent(?:er|re)|front|left|right|picture|photo|image)\b/, '');
  const subject = /^(?:this|that|it|these|those|they|there|he|she|(?:the|this|that|his|her|its|their) [\p{L}'-]+(?: [\p{L}'-]+)?(?= (?:a|an|the|in|on|at|of|more|taken|made)\b| \p{L}+$))/u.exec(first)?.[0] ?? '';
  // "The animal lying down": what it does is half of the option.
  const [, doing = ''] = /( \p{L}+ing)$/u.exec(subject) ?? [];
  const rest = `${/^ (?:down|up|on|out|still)$/.test(first.slice(subject.length)) ? doing : ''}${first.slice(subject.length)}`.trim();
  const option = (words: string) => words.replace(/^(?:really|mostly|more|being|taken|shot|made|of|from|a|an|the|any|at|in|on|during|by|for|out)\s+/g, '').replace(/^(?:a|an|the|of|at|in|on|during)\s+/, '').trim();
  const one = option(rest || first);
  const other = option(second);
  if (!one || !other || one.split(' ').length > 5 || other.split(' ').length > 5) return undefined;
  const of = nounIn(subject.replace(/^(?:the|this|that|it|there|these|those|they|he|she|his|her|its|their)\b ?/, '').replace(new RegExp(`^${picture}$`), ''));
  return { ask: 'choice', options: [one, other], ...(of ? { of } : {}) };
}

const relations: [Relation, RegExp][] = [
  ['worn', /\bwhat (?:is|are|does|do)\b.* (?:wear|wearing)\b|\bwhat (?:is|does|are) .*(?:have|has)? ?on (?:his|her|their|the \w+'s) (?:head|heads|face|eyes)\b|\bwhat (?:is|lies) on (?:his|her|their|the .+'s) (?:head|face)\b/],
  ['held', /\bwhat (?:is|are|does|do)\b.* (?:hold|holding|carry|carrying|eating|eat|playing with|using|holds|throwing|kicking|catching|hitting|looking through|lifting|swinging|feeding|drinking|reading|pushing|pulling)\b|\bwhat is in (?:his|her|their|the \w+'s) (?:hand|hands|mouth)\b|\bwhat (?:is|are) .* (?:jumping with|pulling|pushing)(?: on)?$/],
  ['flowing', /^what (?:flows|is flowing|flowed)\b/],
  ['ridden', /^what (?:is|are|does|do|was|were) .+ (?:riding|ride)(?: on)?$/],
  ['support', /\bwhat (?:is|are|does|do|was)\b.* (?:sitting|sit|lying|lie|standing|stand|walking|running|resting|perched|sleeping|floating|sailing|perching|parked|growing|planted|placed|skating|driving|playing|laying|swimming) (?:on|in|upon|at|through|over)$|\bwhat (?:is|are) .+ crossing$|^where (?:is|are) (?:the|this|that|his|her) .+ (?:sitting|lying|standing|sleeping|resting)$|\bon what (?:is|are)\b|^what (?:is|are) .+ (?:on|in)$/],
  ['beside', /^what (?:is|are) .+ (?:standing|sitting|lying|posing|parked|walking) (?:in front of|next to|beside|near|by)$/],
  ['background', /\bwhat(?:'s| is| are| can be seen| (?:can|do) (?:you|we) see)?(?: \p{L}+)?(?: visible| seen| there| shown)? ?(?:in|at) the (?:background|distance|foreground|middle|cent(?:er|re)|top|bottom)\b|\bwhat (?:is|are|stands|lies) (?:behind|in front of|at the (?:left|right|top|bottom)|to the (?:left|right)|on the (?:left|right))\b|\bwhat (?:\p{L}+ )?(?:is|are) (?:behind|in front of)\b|\bwhat (?:is|are) (?:at|on|to) the (?:far )?(?:left|right)\b/u],
  ['above', /\bwhat (?:is|are|can be seen|(?:can|do) (?:you|we) see|things? (?:is|are))?(?: flying| visible| seen| floating| hanging)* ?(?:in|through|across) the (?:sky|air)\b|\bwhat (?:is|are) flying\b/],
  ['in', /\bwhat(?:'s| is| are)?(?: \p{L}+)? (?:in|inside|inside of|growing in|swimming in|floating in) (?:the|this|that|his|her|its|their|a) (?!picture|image|photo|background|foreground|middle|sky|air)/u],
  ['on', /\bwhat(?:'s| is| are| lies| stands| sits)?(?: \p{L}+)?(?: object\w*| lying| standing| sitting| placed)? (?:on|on top of|upon|lying on|hanging from|hanging on|growing on|painted on|attached to) (?:the|this|that|his|her|its|their|a) /u],
  ['beside', /\bwhat(?:'s| is| are| stands| lies)?(?: \p{L}+){0,3} (?:next to|beside|near|by|along|around|(?:standing|parked|waiting|stopped) at|between|with|against|surrounding|among)\b/u],
];

/** "What is next to the bottle?": a thing that the question does not name. */
function unnamed(text: string): ThingsAsk | undefined {
  if (!/^(?:so |and )?(?:what|on what|where)\b/.test(text) || /\bwhat (?:kind|type|sort|breed|species|colou?rs?|time|number|text|words?|name|size|shape|brand|year|letters?|does .* say)\b/.test(text)) return undefined;
  const relation = relations.find(([, pattern]) => pattern.test(text))?.[0];
  if (!relation) return undefined;
  // "What animal is on the bed?" names what it wants; "what is on the bed?" does not.
  const wanted = /^(?:so |and )?what ((?!is\b|are\b|'s\b|does\b|do\b|can\b|was\b|lies\b|stands\b|sits\b|covers\b)[\p{L}-]+(?: (?!is\b|are\b|does\b|do\b|can\b)[\p{L}-]+)?) (?:is|are|can|does|do|lies|lie|hangs?|stands?|grows?|surrounds?|sits?)\b/u.exec(text)?.[1];
  if (wanted && !/^(?:things?|objects?|items?|else)$/.test(wanted)) return undefined;
  const side = sideIn(text);
  const doing = relation === 'support' || relation === 'held' ? /\b(?:\p{L}+ing|perched|parked|planted|placed)(?: \p{L}+)?$/u.exec(text)?.[0] : relation === 'above' ? /\b(?:flying|floating|hanging|air)\b/.exec(text)?.[0] : undefined;
  const part = relation === 'worn' ? partWorn(text) : undefined;
  return { ask: 'unnamed', relation, named: nounsIn(text), ...(side ? { side } : {}), ...(doing ? { doing } : {}), ...(part ? { part } : {}) };
}

/** Where something is worn: "on his head", "around her neck". */
function partWorn(text: string): BodyPart | undefined {
  const word = /\b(heads?|hair|faces?|eyes?|noses?|necks?|hands?|fingers?|arms?|feet|foot|legs?)$/.exec(text.replace(/ in (?:the|this) \p{L}+$/u, ''))?.[1];
  if (!word) return undefined;
  return /^(?:head|hair)/.test(word) ? 'head' : /^(?:face|eye|nose)/.test(word) ? 'face' : /^neck/.test(word) ? 'neck' : /^(?:hand|finger)/.test(word) ? 'hand' : /^(?:feet|foot)/.test(word) ? 'feet' : undefined;
}

/** The part of the picture that is asked of. */
function sideIn(text: string): Side | undefined {
  const word = /\b(?:at|on|in|to) the (?:far )?(left|right|top|bottom|middle|cent(?:er|re)|foreground|front)(?: side| half| part| corner)?(?: of (?:the|this) (?:picture|photo|image|photograph))?$/.exec(text)?.[1];
  if (!word) return /\bin front of\b/.test(text) ? 'front' : (/\b(?:at|on|to) the (left|right) of\b/.exec(text)?.[1] as Side | undefined);
  return /^(?:middle|cent)/.test(word) ? 'middle' : /^(?:fore|front)/.test(word) ? 'front' : (word as Side);
}

const kindWords = "(?:kind|type|sort|breed|species|variety|make|style)s?";

/** "What fruit is this?": the question says what kind of thing is there. */
function kind(text: string): ThingsAsk | undefined {
  const command = /^(?:please )?(?:name|identify|recogni[sz]e|tell me) (?:what |which )?(?:the |this |that )?([\p{L} -]+?)(?: (?:it|this) is| (?:in|on) (?:the|this) .*)?$/u.exec(text);
  if (command) return kindOf(command[1]!);
  const breed = /\b(?:what|which) breed\b(?: of (\w+))?|\bbreed (?:is|of) (?:the|this|that) (\w+)/.exec(text);
  if (breed) return { ask: 'kind', noun: breed[1] ?? breed[2] ?? /\b(?:is|are) (?:the|this|that|these) (dogs?|cats?|horses?)\b/.exec(text)?.[1] ?? 'breed' };
  const of = new RegExp(`\\b(?:what|which) ${kindWords} of (?:an? |the )?(.+?)(?:\\s+(?:is|are|was|do|does|can|stands|lies|hangs|grows|sits|could|has|have)\\b.*|${here})$`).exec(text) ?? new RegExp(`^(?:the )?${kindWords} of (.+?)${here}$`).exec(text);
  if (of) return kindOf(of[1]!);
  const plain = /^(?:so |and )?(?:what|which)(?: two| three| famous| other| single| main| large| small| wild| big)* ([\p{L}' -]+?) (?:is|are|was|were|do|does|did|can|could|has|have|lies|lie|stands?|hangs?|grows?|sits?|surrounds?|flies|fly|swims?|runs?|plays?|appears?|had|would)\b(.*)$/u.exec(text);
  if (plain) {
    const found = kindOf(plain[1]!);
    const besides = /\b(?:next to|beside|behind|near|with|in front of|on)\b/.test(plain[2]!) ? nounsIn(plain[2]!) : [];
    return found?.ask === 'kind' && besides.length > 0 ? { ...found, besides } : found;
  }
  const called = /^what (?:is|are) (?:the name of )?(?:the|this|that|these|those) ([\p{L}-]+(?: [\p{L}-]+)?)(?: (?:called|in the (?:middle|cent(?:er|re)|front|picture|image|photo|foreground)|in this (?:picture|image|photo)|on the (?:left|right)|shown|here))?$/u.exec(text);
  const placed = /^what (?:is|are) the (?:(?:main|biggest|largest|small|big|large|other) )?([\p{L} ]+?)(?: (?:in|on|at|next to|behind|near) .*)?$/u.exec(text)?.[1];
  if (!called && placed && /\b(?:furniture|animals?|fruits?|vehicles?|birds?|insects?|vegetables?|foods?|objects?|things?|devices?|tools?|toys?|buildings?|instruments?|flowers?|plants?|drinks?|desserts?)$/.test(placed)) return kindOf(placed);
  return called && !/^\S+ \S+ing$/.test(called[1]!) ? kindOf(called[1]!) : undefined;
}

function kindOf(phrase: string): ThingsAsk | undefined {
  const noun = headOf(phrase);
  if (!noun || notAKind.test(noun) || (sensesOf(singularOf(noun), 'noun').length === 0 && !/ /.test(noun))) return undefined;
  if (/^(?:sports?|games?|activity|activities)$/.test(noun)) return { ask: 'activity' };
  if (/^(?:rooms?)$/.test(noun)) return { ask: 'surroundings', aspect: 'room' };
  if (/^(?:places?|locations?|scenes?|scenery|landscapes?|settings?|environments?|area)$/.test(noun)) return { ask: 'surroundings', aspect: 'place' };
  if (/^(?:weather)$/.test(noun)) return { ask: 'surroundings', aspect: 'weather' };
  if (/^(?:objects?|things?|items?|pictures?|images?|photos?|subject|stuff)$/.test(noun)) return { ask: 'subject' };
  return { ask: 'kind', noun };
}

/** What is told of a thing and is no thing. */
const notAKind = /^(?:colou?rs?|shapes?|sizes?|patterns?|materials?|texts?|words?|letters?|numbers?|names?|years?|dates?|days?|times?|brands?|titles?|languages?|country|countries|city|cities|direction|side|way|hands?|age|gender|sex|emotion|mood|expression|style|percentage|price|amount|distance|height|part|parts|message|logo|company|season|month|street|moves?|squares?|pieces?|codes?|signs?|team|model|version|file|format|camera|lens|reason|purpose|point|difference|use|role|job|occasion|holiday|event|era|century|artist|author|painter|relation|relationship|position|posture|pose|feelings?|questions?|answers?|page|line|theme|genre|symbols?|flag|phone|address|website|total|sum|person|people|man|woman|capacity|temperature|speed|level|floor|room number|size|weight|value|quality|condition|state|status)$/;

/** "What is this?" */
function subject(text: string): ThingsAsk | undefined {
  return new RegExp(`^(?:so )?(?:what|which)(?:'s| is| are)? (?:this|that|it|these|those|pictured|displayed|photographed|the (?:main |central )?(?:object|subject|thing|item|motif)s?)(?: (?:object|thing|item|a (?:picture|photo|image) of|in the (?:picture|middle|cent(?:er|re))|called|supposed to be|exactly|(?:of|in) (?:the|this) (?:picture|photo|image|photograph)))?${here}$|^what (?:object|thing|item)s? (?:is|are) (?:this|that|it|these|those|shown|in the middle)${here}$`).test(text) && !/^what(?:'s| is)? (?:this|that|it)$/.test(text) ? { ask: 'subject' } : undefined;
}
