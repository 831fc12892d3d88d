import { sensesOf, singularOf } from '../languages/wordnet.js';

const plainWords = new Set('a an the any some many much more of other different real visible big small large little red blue green yellow white black brown orange pink purple grey gray dark light young old main single two three famous wild electronic musical his her its their this that these those'.split(' '));
const afterNoun = /\s+(?:in front|in the|on the|at the|behind|beside|next to|near|under|with|that|which|who|to the (?:left|right)).*$/;

/** Words that are a noun where they end a phrase: "a traffic light". */
const lastNouns = new Set(['light', 'lights', 'orange']);

/** The noun of a phrase, without articles and the adjectives that a detector cannot see. */
export function nounIn(phrase: string): string {
  return (phrase.replace(afterNoun, '').match(/[\p{L}\p{N}'-]+/gu) ?? []).filter((word, index, all) => !plainWords.has(word) || phrase === word || (index > 0 && index === all.length - 1 && lastNouns.has(word))).join(' ');
}

/** The thing that a phrase is about: "piece of furniture" is furniture, "electronic device" a device; two words where the dictionary has them. */
export function headOf(phrase: string): string {
  const words = nounIn(phrase.replace(/^.*\b(?:piece|pieces|kind|type|sort|bunch|group|pair|body|bit)s? of\b/, '')).split(' ').filter(Boolean);
  const two = words.slice(-2).join(' ');
  if (words.length >= 2 && sensesOf(singularOf(two), 'noun').length > 0) return two;
  return words.at(-1) ?? '';
}

const noThing = new Set('what picture image photo photograph front top bottom left right middle side background foreground next center centre air sky ground kind type sort thing object color colour way hand hands head face one use distance day time lot'.split(' '));

/** Every noun that a question names, in the singular. */
export function nounsIn(text: string): string[] {
  const words = text.match(/[\p{L}'-]+/gu) ?? [];
  const nouns = words.map((word) => word.replace(/'s$/, '')).filter((word, index) => {
    const before = words.slice(Math.max(0, index - 3), index);
    return word.length > 2 && !noThing.has(word) && before.some((one) => /^(?:the|a|an|this|that|these|those|his|her|its|their)$/.test(one)) && !/(?:ing|ed)$|^(?:hold|wear|eat|ride|carry|see|do|does)$/.test(word.replace(/^(?:building|clothing|painting|ring|king|string|wing|bed|shed|seed|weed)s?$/, 'noun')) && !/^(?:is|are|was|sitting|standing|lying|walking|running|holding|wearing|made|doing|looking|and|with|that|into|from|over)$/.test(word) && sensesOf(singularOf(word), 'noun').length > 0;
  });
  return [...new Set(nouns.map(singularOf))];
}
