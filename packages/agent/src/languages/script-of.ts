/** Writing systems, and the languages that are mostly written in them. */
const scripts: [string, RegExp, string][] = [
  ['Japanese', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'Japanese'],
  ['Korean', /\p{Script=Hangul}/gu, 'Korean'],
  ['Chinese', /\p{Script=Han}/gu, 'Chinese'],
  ['Cyrillic', /\p{Script=Cyrillic}/gu, 'Russian'],
  ['Greek', /\p{Script=Greek}/gu, 'Greek'],
  ['Arabic', /\p{Script=Arabic}/gu, 'Arabic'],
  ['Hebrew', /\p{Script=Hebrew}/gu, 'Hebrew'],
  ['Thai', /\p{Script=Thai}/gu, 'Thai'],
  ['Devanagari', /\p{Script=Devanagari}/gu, 'Hindi'],
];

/** The language that a script other than Latin tells, most letters first; empty for Latin text. */
export function languagesByScript(text: string): string[] {
  const counts = scripts
    .map(([, pattern, language]) => ({ language, letters: text.match(pattern)?.length ?? 0 }))
    .filter(({ letters }) => letters > 0);
  const japanese = counts.find(({ language }) => language === 'Japanese');
  return counts
    .filter(({ language, letters }) => !(language === 'Chinese' && japanese && japanese.letters * 4 > letters))
    .sort((one, other) => other.letters - one.letters)
    .map(({ language }) => language);
}
