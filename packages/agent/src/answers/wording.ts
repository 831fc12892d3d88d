/** "1 pawn", "2 pawns", "3 people". */
export function counted(count: number, noun: string, plural = pluralOf(noun)): string {
  return `${count} ${count === 1 ? (pairs.get(noun) ?? noun) : plural}`;
}

/** Nouns that are plural in form and counted in pairs. */
const pairs = new Map([['skis', 'pair of skis'], ['scissors', 'pair of scissors']]);

const irregular = new Map(Object.entries({
  person: 'people', sheep: 'sheep', mouse: 'mice', knife: 'knives', 'wine glass': 'wine glasses', bus: 'buses', bench: 'benches',
  couch: 'couches', sandwich: 'sandwiches', toothbrush: 'toothbrushes', skis: 'pairs of skis', scissors: 'pairs of scissors',
  broccoli: 'pieces of broccoli', man: 'men', woman: 'women', child: 'children', foot: 'feet', fish: 'fish', deer: 'deer', leaf: 'leaves',
  'person or people': 'people', loaf: 'loaves', wolf: 'wolves', goose: 'geese', tooth: 'teeth', ox: 'oxen',
}));

/** English plural of a noun that names a thing. */
export function pluralOf(noun: string): string {
  const known = irregular.get(noun);
  if (known) return known;
  if (/(s|x|z|ch|sh)$/.test(noun)) return `${noun}es`;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return `${noun}s`;
}

/** "a dog", "an apple". */
export function withArticle(printed: string): string {
  const noun = pairs.get(printed) ?? printed;
  return `${/^(?:[aeio]|u(?!ni))/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** "a, b and c". */
export function listed(items: readonly string[], word = 'and'): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A link from words of the answer to an evidence id or group. */
export function link(words: string, evidence: string): string {
  return `[${words}](#e:${evidence})`;
}

/** A group or id of evidence from any words: "White pawns" becomes "white-pawns". */
export function slug(words: string): string {
  return words.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 32) || 'x';
}
