import { distance } from 'fastest-levenshtein';
import { isEnglishWord } from '../languages/wordnet.js';

/** Words that questions to this agent turn on; a misspelt word close to one of them is taken for it. */
const expected = (
  'pawn pawns knight knights bishop bishops rook rooks queen queens king kings piece pieces board boards chess check checkmate stalemate material castle position square squares ' +
  'white black how many there what which where when who whose does have more than fewer count number people person persons picture image photo photograph screenshot text says written total receipt sign code barcode ' +
  'camera taken colour colours color colors main name dog dogs cat cats bird birds horse horses bicycle bicycles animal animals vehicle vehicles first second third both compare describe read address phone website price date time year'
).split(' ');
const known = new Set(expected);
const functionWords = new Set('a an the is are was were be been am in on at of to from for with by and or not no it its this that these those i me my you your we our he she they them his her their do did done can could will would should how much any some all each every here there up down out so than then too very just now please if as about into over under'.split(' '));

/** The question with near misses of expected words put right: "how mny pawms" asks for pawns. Words in quotation marks or with capitals or digits stay. */
export function correctTypos(question: string): string {
  return question.replace(/(?<![\p{L}\p{N}"'“-])\p{Ll}{3,}(?![\p{L}\p{N}"'”-])/gu, (word) => (known.has(word) || functionWords.has(word) ? word : closestTo(word) ?? word));
}

function closestTo(word: string): string | undefined {
  if (isEnglishWord(word)) return undefined;
  const allowed = word.length >= 7 ? 2 : 1;
  let best: { candidate: string; errors: number } | undefined;
  for (const candidate of expected) {
    if (Math.abs(candidate.length - word.length) > allowed || candidate.length < 3) continue;
    const errors = swapped(word, candidate) ? 1 : distance(word, candidate);
    if (errors <= allowed && errors < (best?.errors ?? Infinity) && (candidate[0] === word[0] || word.length > 4)) best = { candidate, errors };
  }
  return best?.candidate;
}

/** Two neighbouring letters in the wrong order. */
function swapped(word: string, candidate: string): boolean {
  if (word.length !== candidate.length) return false;
  const at = [...word].findIndex((letter, index) => letter !== candidate[index]);
  return at >= 0 && word[at] === candidate[at + 1] && word[at + 1] === candidate[at] && word.slice(at + 2) === candidate.slice(at + 2);
}
