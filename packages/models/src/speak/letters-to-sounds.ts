/** A spelling, what must stand before and after it, and how it sounds. The first that fits is taken. */
type Rule = readonly [spelling: string, before: RegExp | undefined, after: RegExp | undefined, sounds: string];

const softener = /^[eiy]/;
const consonant = /^[^aeiouy]/;
/** A silent e after one consonant makes the vowel before it long. */
const magicE = /^(?:[bcdfgklmnprstvz]|th|ch|st)e(?:s|d|ly|ment|ful|less)?$/;
const end = /^$/;

/** English spelling in rules, after Elovitz and others, "Letter-to-Sound Rules" (1976), in Kokoro's alphabet of sounds: A I O W Y are the vowels of day, my, go, now, boy. */
const rules: readonly Rule[] = [
  ['augh', undefined, /^t/, 'ɔ'], ['ough', undefined, /^t/, 'ɔ'], ['eigh', undefined, undefined, 'A'], ['igh', undefined, undefined, 'I'], ['ough', undefined, undefined, 'O'], ['gh', /^$/, undefined, 'ɡ'], ['gh', undefined, undefined, ''],
  ['tious', undefined, end, 'ʃəs'], ['cious', undefined, end, 'ʃəs'], ['tion', undefined, undefined, 'ʃən'], ['ssion', undefined, undefined, 'ʃən'], ['sion', /[aeiouy]$/, undefined, 'ʒən'], ['sion', undefined, undefined, 'ʃən'], ['cian', undefined, undefined, 'ʃən'], ['tial', undefined, undefined, 'ʃəl'], ['cial', undefined, undefined, 'ʃəl'], ['ture', undefined, end, 'ʧəɹ'], ['sure', /[aeiou]$/, end, 'ʒəɹ'],
  ['ously', undefined, end, 'əsli'], ['ous', undefined, end, 'əs'], ['able', /./, end, 'əbəl'], ['ible', /./, end, 'əbəl'], ['age', /..[^aeiou]$/, end, 'ɪʤ'], ['ment', /./, end, 'mənt'], ['ness', /./, end, 'nəs'], ['less', /./, end, 'ləs'], ['ful', /./, end, 'fəl'], ['ity', undefined, end, 'əti'], ['ally', /./, end, 'əli'], ['ism', undefined, end, 'ɪzəm'],
  ['tch', undefined, undefined, 'ʧ'], ['sch', undefined, undefined, 'sk'], ['chr', undefined, undefined, 'kɹ'], ['ch', undefined, undefined, 'ʧ'], ['sh', undefined, undefined, 'ʃ'], ['ph', undefined, undefined, 'f'], ['th', undefined, /^(?:er|es|e$)/, 'ð'], ['th', undefined, undefined, 'θ'], ['zh', undefined, undefined, 'ʒ'], ['wh', undefined, undefined, 'w'], ['wr', /^$/, undefined, 'ɹ'], ['kn', /^$/, undefined, 'n'], ['gn', /^$/, undefined, 'n'], ['ps', /^$/, undefined, 's'], ['pt', /^$/, undefined, 't'], ['mb', undefined, end, 'm'], ['rh', undefined, undefined, 'ɹ'], ['dge', undefined, undefined, 'ʤ'], ['dg', undefined, softener, 'ʤ'], ['ck', undefined, undefined, 'k'], ['cqu', undefined, undefined, 'kw'], ['que', undefined, end, 'k'], ['qu', undefined, undefined, 'kw'], ['q', undefined, undefined, 'k'],
  ['sce', undefined, undefined, 'sɛ'], ['sci', undefined, undefined, 'sɪ'], ['cc', undefined, softener, 'ks'], ['c', undefined, softener, 's'], ['cc', undefined, undefined, 'k'], ['c', undefined, undefined, 'k'], ['gg', undefined, undefined, 'ɡ'], ['gu', /^$/, /^[eiy]/, 'ɡ'], ['ge', undefined, end, 'ʤ'], ['g', undefined, /^(?:e|i|y)/, 'ʤ'], ['g', undefined, undefined, 'ɡ'], ['ng', undefined, end, 'ŋ'], ['nk', undefined, undefined, 'ŋk'], ['x', /^$/, undefined, 'z'], ['x', undefined, undefined, 'ks'],
  ['ies', /..$/, end, 'iz'], ['ied', /..$/, end, 'id'], ['es', /(?:s|z|x|ch|sh|c|g)$/, end, 'ᵻz'], ['ed', /[td]$/, end, 'ᵻd'], ['ed', /[pkfsx]$|[cs]h$/, end, 't'], ['ed', /..$/, end, 'd'], ['ing', /./, end, 'ɪŋ'], ['e', /[aeiouy].*[^aeiou]$/, end, ''], ['es', /[aeiouy].*[^aeiouscgzxh]$/, end, 'z'],
  ['eau', undefined, undefined, 'O'], ['aigh', undefined, undefined, 'A'], ['air', undefined, undefined, 'ɛɹ'], ['are', undefined, end, 'ɛɹ'], ['ear', undefined, consonant, 'ɜɹ'], ['ear', undefined, undefined, 'ɪɹ'], ['eer', undefined, undefined, 'ɪɹ'], ['ere', undefined, end, 'ɪɹ'], ['ire', undefined, end, 'Iəɹ'], ['our', undefined, end, 'ɔɹ'], ['oor', undefined, undefined, 'ɔɹ'], ['oar', undefined, undefined, 'ɔɹ'], ['ore', undefined, end, 'ɔɹ'], ['ure', undefined, end, 'jʊɹ'],
  ['ai', undefined, undefined, 'A'], ['ay', undefined, undefined, 'A'], ['au', undefined, undefined, 'ɔ'], ['aw', undefined, undefined, 'ɔ'], ['ee', undefined, undefined, 'i'], ['ea', undefined, /^(?:d$|th|lth|sure)/, 'ɛ'], ['ea', undefined, undefined, 'i'], ['eu', undefined, undefined, 'ju'], ['ew', undefined, undefined, 'u'], ['ei', undefined, undefined, 'i'], ['ey', undefined, end, 'i'], ['ey', undefined, undefined, 'A'], ['ie', undefined, /^[^t]/, 'i'], ['ie', /^.$/, end, 'I'], ['ie', undefined, end, 'i'], ['oa', undefined, undefined, 'O'], ['oe', undefined, end, 'O'], ['oi', undefined, undefined, 'Y'], ['oy', undefined, undefined, 'Y'], ['oo', undefined, /^k/, 'ʊ'], ['oo', undefined, undefined, 'u'], ['ou', undefined, undefined, 'W'], ['ow', undefined, end, 'O'], ['ow', undefined, undefined, 'W'], ['ue', undefined, end, 'u'], ['ui', undefined, undefined, 'u'],
  ['er', undefined, end, 'əɹ'], ['ar', /..[^aeiou]$/, end, 'əɹ'], ['or', /..[^aeiou]$/, end, 'əɹ'], ['ar', undefined, /^(?:[^aeiouyr]|$)/, 'ɑɹ'], ['er', undefined, /^(?:[^aeiouyr]|$)/, 'ɜɹ'], ['ir', undefined, /^(?:[^aeiouyr]|$)/, 'ɜɹ'], ['ur', undefined, /^(?:[^aeiouyr]|$)/, 'ɜɹ'], ['or', undefined, /^(?:[^aeiouyr]|$)/, 'ɔɹ'], ['yr', undefined, /^(?:[^aeiouyr]|$)/, 'ɜɹ'],
  ['a', undefined, magicE, 'A'], ['e', undefined, magicE, 'i'], ['i', undefined, magicE, 'I'], ['o', undefined, magicE, 'O'], ['u', /[rlj]$/, magicE, 'u'], ['u', undefined, magicE, 'ju'], ['y', undefined, magicE, 'I'],
  ['all', undefined, undefined, 'ɔl'], ['al', undefined, /^k/, 'ɔ'], ['al', /[^aeiou]$/, end, 'əl'], ['el', /[^aeiou]$/, end, 'əl'], ['le', /[^aeioulry]$/, end, 'əl'], ['il', /..[^aeiou]$/, end, 'əl'], ['en', /..[^aeiou]$/, end, 'ən'], ['an', /..[^aeiou]$/, end, 'ən'], ['on', /..[^aeiou]$/, end, 'ən'], ['um', /.[^aeiou]$/, end, 'əm'], ['us', /.[^aeiou]$/, end, 'əs'], ['is', /.[^aeiou]$/, end, 'ɪs'],
  ['wa', undefined, /^(?:t|sh|s|n|l)/, 'wɑ'], ['a', undefined, end, 'ə'], ['a', /^$/, /^[^aeiou][aeiouy]/, 'ə'], ['a', undefined, /^[^aeiouwy]?[iou]/, 'A'], ['a', undefined, undefined, 'æ'],
  ['e', /^[^aeiouy]+$/, end, 'i'], ['e', undefined, end, ''], ['e', /^.?$/, /^[^aeiou][aeiou]/, 'i'], ['e', undefined, undefined, 'ɛ'], ['i', /^[^aeiouy]*$/, /^(?:nd|ld|gn)/, 'I'], ['i', undefined, end, 'i'], ['io', undefined, undefined, 'iO'], ['ia', undefined, undefined, 'iə'], ['i', undefined, undefined, 'ɪ'],
  ['o', undefined, end, 'O'], ['o', undefined, /^(?:ld|st$|lt|ll$)/, 'O'], ['o', undefined, /^[^aeiouwy][aeiou]/, 'O'], ['o', undefined, undefined, 'ɑ'], ['u', /[bfhmp]$/, /^[^aeiou][aeiouy]/, 'ju'], ['u', undefined, /^[^aeiou][aeiouy]/, 'u'], ['u', undefined, end, 'u'], ['u', undefined, undefined, 'ʌ'],
  ['y', /^$/, undefined, 'j'], ['y', /^[^aeiou]+$/, end, 'I'], ['y', undefined, end, 'i'], ['y', undefined, undefined, 'ɪ'],
  ['bb', undefined, undefined, 'b'], ['dd', undefined, undefined, 'd'], ['ff', undefined, undefined, 'f'], ['ll', undefined, undefined, 'l'], ['mm', undefined, undefined, 'm'], ['nn', undefined, undefined, 'n'], ['pp', undefined, undefined, 'p'], ['rr', undefined, undefined, 'ɹ'], ['ss', undefined, undefined, 's'], ['tt', undefined, undefined, 't'], ['zz', undefined, undefined, 'z'], ['tz', undefined, undefined, 'ts'],
  ['s', /[bdglmnrvw]$|[aeiou]$/, end, 'z'], ['s', /[aeiou]$/, /^e/, 'z'], ['b', undefined, undefined, 'b'], ['d', undefined, undefined, 'd'], ['f', undefined, undefined, 'f'], ['h', /[aeiou]$/, /^(?:[^aeiouy]|$)/, ''], ['h', undefined, undefined, 'h'], ['j', undefined, undefined, 'ʤ'], ['k', undefined, undefined, 'k'], ['l', undefined, undefined, 'l'], ['m', undefined, undefined, 'm'], ['n', undefined, /^[kgx]/, 'ŋ'], ['n', undefined, undefined, 'n'], ['p', undefined, undefined, 'p'], ['r', undefined, undefined, 'ɹ'], ['s', undefined, undefined, 's'], ['t', undefined, undefined, 't'], ['v', undefined, undefined, 'v'], ['w', undefined, undefined, 'w'], ['z', undefined, undefined, 'z'],
];

const byLetter = new Map<string, Rule[]>();
for (const rule of rules) byLetter.set(rule[0][0]!, [...(byLetter.get(rule[0][0]!) ?? []), rule]);

const vowelSounds = /[AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ]/;

/** How a word sounds that stands in no dictionary, by its letters (a to z). American; a guess, and mostly a fair one. */
export function lettersToSounds(word: string): string {
  let sounds = '';
  for (let at = 0; at < word.length;) {
    const [before, rest] = [word.slice(0, at), word.slice(at)];
    const rule = byLetter.get(rest[0]!)?.find(([spelling, left, right]) => rest.startsWith(spelling) && (!left || left.test(before)) && (!right || right.test(rest.slice(spelling.length))));
    sounds += rule?.[3] ?? '';
    at += rule?.[0].length ?? 1;
  }
  return stressed(word, sounds);
}

/** Puts the stress before the vowel that most likely has it. */
function stressed(word: string, sounds: string): string {
  const vowels = [...sounds].flatMap((sound, at) => (vowelSounds.test(sound) ? [at] : []));
  if (vowels.length === 0) return sounds;
  const fromEnd = /(?:tion|sion|ic|ics|cian|tious|cious|tial|cial)s?$/.test(word) || /[^e][aio]s?$/.test(word) ? 2 : vowels.length > 2 ? 3 : vowels.length;
  const full = (at: number) => !/[əᵻ]/.test(sounds[at]!);
  const wanted = vowels[Math.max(0, vowels.length - fromEnd)]!;
  const at = full(wanted) ? wanted : (vowels.find(full) ?? wanted);
  return `${sounds.slice(0, at)}ˈ${sounds.slice(at)}`;
}
