import { languagesByScript } from './script-of.js';

/** A language of questions, by its ISO 639-1 code. */
export type Language = 'en' | 'de' | 'fr' | 'es' | 'it' | 'pt' | 'nl' | 'pl' | 'ru' | 'zh' | 'ja' | 'ko' | 'ar' | 'el' | 'he' | 'th' | 'hi';

/** Words that are frequent in one language's questions and rare in the others'. */
const telling: Partial<Record<Language, string>> = {
  en: 'the is are what how many there this that it does do of on in which who where when and any you can to for with has have be was not i a an me my from at or white black board picture',
  de: 'der die das ist sind wie viele wieviele wieviel was wer wo wann welche welcher welches auf dem den ein eine einen es gibt gibts und nicht bild im brett bauern steht zu sehen kannst du personen menschen leute hier bitte für ihre kein keine nur mit von zur zum verboten eingang ausgang kinder schwarze weiße farbe',
  fr: "le la les est sont combien de qui que quoi où quand quel quelle quelles quels heure est-il défense interdit rue sur un une il y a et pas image dans du des c'est qu'est-ce est-ce l'image photo personnes pions échiquier texte lis dit couleur noirs blancs",
  es: 'el la los las es son cuántos cuántas cuantos cuantas qué que quién dónde donde cuándo cuál en un una hay y no imagen de del esta este peones tablero personas dice texto gente foto color negros blancos',
  it: 'il lo la gli le è sono quanti quante che cosa chi dove quando quale nel nella un una ci e non immagine di del della questa questo pedoni scacchiera persone dice testo foto colore sulla cosa neri bianchi',
  pt: 'o a os as é são quantos quantas que quem onde quando qual no na um uma há e não imagem de do da esta este peões tabuleiro pessoas diz texto foto cor pretos brancos existem tem',
  nl: 'de het een is zijn hoeveel wat wie waar wanneer welke op en niet er staat foto afbeelding van in dit deze pionnen bord mensen personen tekst kleur zwarte witte',
  pl: 'ile jest są co kto gdzie kiedy który która na i nie zdjęciu obrazie pionków pionów szachownicy osób ludzi tekst jaki jaka czy to',
};

const vocabulary = new Map(Object.entries(telling).map(([language, words]) => [language as Language, new Set(words.split(' '))]));
const byScript: Record<string, Language> = { Japanese: 'ja', Korean: 'ko', Chinese: 'zh', Russian: 'ru', Greek: 'el', Arabic: 'ar', Hebrew: 'he', Thai: 'th', Hindi: 'hi' };

/** The language a question is written in; English when nothing tells otherwise. */
export function languageOf(text: string): Language {
  const script = languagesByScript(text)[0];
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (script && latin < text.length / 2) return byScript[script] ?? 'en';
  const words = text.toLowerCase().match(/[\p{L}]+(?:['’-][\p{L}]+)*/gu) ?? [];
  let best: { language: Language; hits: number } = { language: 'en', hits: words.filter((word) => vocabulary.get('en')!.has(word)).length };
  for (const [language, known] of vocabulary) {
    const hits = words.filter((word) => known.has(word)).length + (language !== 'en' && foreignLetters.get(language)?.test(text.toLowerCase()) ? 0.5 : 0);
    if (hits > best.hits) best = { language, hits };
  }
  return best.hits >= Math.min(2, words.length) || best.hits / Math.max(words.length, 1) > 0.4 ? best.language : 'en';
}

const foreignLetters = new Map<Language, RegExp>([
  ['de', /[äöüß]/], ['fr', /[éèêçœ]|\b[lcdjnqs]['’]\p{L}/u], ['es', /[ñ¿¡óáí]/], ['pt', /[ãõç]/], ['it', /[àèìòù]\b|\bc['’]è/], ['pl', /[łąęśćżźń]/],
]);
