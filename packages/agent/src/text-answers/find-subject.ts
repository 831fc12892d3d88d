import type { FoundAnswer } from './found-answer.js';
import type { Page, PlacedLine } from './page-layout.js';
import { wordsIn } from './word-matching.js';

const salutation = /^\W*(?:dear|hello|hi|sehr geehrte[rs]?|liebe[rs]?|chère?s?|madame|monsieur|estimad[oa]s?|gentile)\b.{0,40}[,:!.]?$/iu;
const mostSubjectWords = 9;

/** What a letter or a mail is about: its subject line, or the short line that stands after the salutation. */
export function findSubject(page: Page, question: string): FoundAnswer[] {
  if (!/\b(?:letter|e-?mail|mail|message|memo|note)\b.*\babout\b|\b(?:subject|topic|reason|purpose) (?:of|for) (?:the|this) (?:letter|e-?mail|mail|message|memo)\b/i.test(question)) return [];
  const named = page.lines.flatMap((line): FoundAnswer[] => {
    const value = /^\W*(?:re|subject|betreff|objet|asunto|oggetto|ref)\s?[:：]\s*(\S.*)$/iu.exec(line.text)?.[1];
    return value ? [{ value, context: line.text, lines: [line], score: 0.85 }] : [];
  });
  const greeting = page.lines.find(({ text }) => salutation.test(text));
  const isHeading = (line: PlacedLine | undefined): line is PlacedLine => line !== undefined && wordsIn(line.text).length <= mostSubjectWords && !/[.,!?]$/.test(line.text.trim()) && /^\W*[\p{Lu}\d]/u.test(line.text);
  const after = greeting && page.lines[greeting.index + 1];
  const under = isHeading(after) ? [{ value: after.text, lines: [after], score: 0.7 }] : [];
  const largest = page.lines.slice(0, greeting?.index ?? 5).filter((line) => isHeading(line) && wordsIn(line.text).length > 1 && !/@/.test(line.text)).sort((one, other) => other.prominence - one.prominence)[0];
  const over = named.length === 0 && under.length === 0 && largest && largest.prominence > 0.8 ? [{ value: largest.text, lines: [largest], score: 0.5 }] : [];
  return [...named, ...under, ...over];
}

/** "What is it for?": print that begins with what it serves for ("For headache and fever"). */
export function findPurpose(page: Page, question: string): FoundAnswer[] {
  if (!/^\W*what (?:is|are|'s) (?:it|this|that|they|these|(?:the|this|that) [\p{L} ]{3,25}?) (?:used |good |meant |intended )?for\W*$/iu.test(question)) return [];
  return page.lines.flatMap((line) => (/^\W*(?:for|used (?:for|to)|to (?:treat|relieve|clean|protect|prevent|help)|helps?|relieves|treats) \p{L}{3}/iu.test(line.text) ? [{ value: line.text, lines: [line], score: 0.55 + 0.1 * line.prominence }] : []));
}

/** What a message says went wrong. */
export function findProblem(page: Page, question: string): FoundAnswer[] {
  if (!/^\W*what(?:'s| is| was| went| did| has gone| goes)? (?:the |go )?(?:wrong|problem|error|matter|issue|failed)(?: message| here| with it)?\W*$/i.test(question)) return [];
  return page.lines
    .filter(({ text }) => /\b(?:could ?n[o']t|can ?not|can't|failed|failure|unable|not (?:found|enough|available|possible|supported|valid)|errors?|denied|invalid|missing|expired|refused)\b/i.test(text) && !/\b(?:error )?(?:code|number)\b/i.test(text))
    .map((line, index) => ({ value: line.text, lines: [line], score: 0.66 + 0.05 * line.prominence - 0.08 * index }));
}

/** Who works where, as a prompt says: "anna@corvus:~/projects$". */
export function findPrompt(page: Page, question: string): FoundAnswer[] {
  const asked = /\b(user|who|host|hostname|computer|machine|server|directory|folder)\b/i.exec(question)?.[1]?.toLowerCase();
  if (!asked || /\be-?mail|address|selected|how many\b/i.test(question)) return [];
  for (const line of page.lines) {
    const prompt = /(?:^|\s|\()([a-z_][\w.-]{0,31})@([\w-]{2,40})\s?[: ]\s?((?:~|\/)[\w./~-]*)?\s?.{0,60}?[$#%>]/iu.exec(line.text);
    if (!prompt) continue;
    const value = /user|who/.test(asked) ? prompt[1] : /directory|folder/.test(asked) ? prompt[3] : prompt[2];
    if (value) return [{ value, context: firstPart(line.text), lines: [line], score: 0.62 }];
  }
  return [];
}

const firstPart = (text: string) => text.split(/\s+/).slice(0, 4).join(' ');
