import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, type Keyword } from './keywords.js';
import { sentencesOf, type Page } from './page-layout.js';
import { isEnglishWord } from '../languages/wordnet.js';
import { plainLetters, stem, wordsIn } from './word-matching.js';

const proper = "(?:[\\p{Lu}][\\p{L}'’-]+|[\\p{Lu}]\\.)(?:\\s(?:[\\p{Lu}][\\p{L}'’-]+|[\\p{Lu}]\\.|of|the|de|van|von)){0,3}";

/** Names that running text gives to what is asked about: "a boat named Petrel", "his daughter Ingrid", "Petrel, a boat". */
export function findNamed(page: Page, noun: string): FoundAnswer[] {
  const wanted = noun.split(' ').at(-1)!.replace(/[^\p{L}]/gu, '');
  if (wanted.length < 3) return [];
  const word = `\\b${stem(wanted)}\\p{L}{0,3}`;
  const capital = `${stem(wanted).charAt(0).toUpperCase()}${stem(wanted).slice(1)}`;
  const patterns: [RegExp, number][] = [
    [new RegExp(`${word}[^.]{0,30}?\\b(?:named|called|known as)\\s+[“"']?(${proper})`, 'u'), 0.95],
    [new RegExp(`${word},? (${proper})`, 'u'), 0.7],
    [new RegExp(`\\b${capital}\\p{L}{0,3} (${proper})`, 'u'), 0.75],
    ...(noun.includes(' ') ? [] : [[new RegExp(`((?:\\p{Lu}[\\p{L}'’-]+\\s){1,3}${capital}\\p{L}{0,3})\\b`, 'u'), 0.8] as [RegExp, number]]),
    [new RegExp(`(${proper}), (?:an?|the|his|her|their|its|our)\\s(?:[\\p{L}-]+\\s){0,3}${word}`, 'u'), 0.75],
  ];
  return ranked(
    page.blocks
      .flatMap((block) => sentencesOf(block))
      .filter(({ text }) => /\p{Ll}{2}/u.test(text))
      .flatMap(({ text, lines }) => patterns.flatMap(([pattern, score]) => {
        const name = pattern.exec(text)?.[1]?.replace(/\s(?:of|the|de|van|von)$/, '');
        return name ? [{ value: name, context: text, lines, score }] : [];
      })),
  );
}

/** What those who put their names on things do. */
const making = /^(erected|presented|published|made|organi[sz]ed|founded|sponsored|built|designed|issued|placed|installed|donated|manufactured|produced|created|owned|operated|managed|established|written|painted|drawn|composed|directed)$/i;

const maker = "(?:the )?((?:[\\p{Lu}][\\p{L}'’.&-]*)(?:\\s(?:[\\p{Lu}][\\p{L}'’.&-]*|of|the|and|de|van|von|&)){0,6})";

/** Who did what: "erected by the Fernbrook Historical Society", "By Samuel Okafor", "The Salt Road (C. Lindgren)". */
export function findMakers(page: Page, keywords: readonly Keyword[]): FoundAnswer[] {
  const units = page.blocks.flatMap((block) => [...sentencesOf(block), ...block.map((line) => ({ text: line.text, lines: [line] }))]);
  const done = new RegExp(`(?:^|(\\p{L}{3,}) )[Bb][Yy] ${maker}`, 'u');
  const nickname = /^\W*(?:(?:posted|uploaded|written|created|submitted|added|shared) )?by (\p{Ll}[\p{L}\d]*(?:[_.-] ?[\p{L}\d]+)+|\p{Ll}+\d+)/u;
  const credited = new RegExp(`^(.{4,60}?) ?\\((${proper})\\)`, 'u');
  return ranked(
    units.flatMap(({ text, lines }) => {
      const [by, credit] = [done.exec(text), credited.exec(text)];
      const nick = nickname.exec(text)?.[1];
      const deed = by?.[1];
      const found: FoundAnswer[] = [];
      if (by) found.push({ value: by[2]!.replace(/\s(?:IN|ON|AT|FOR|TO|WITH)\s.*$/, '').replace(/\s(of|the|and|de|van|von|&)$/i, ''), context: text, lines, score: deed === undefined ? 0.6 : making.test(deed) ? 0.72 + 0.2 * Math.min(1, 2 * carriedBy(deed, keywords)) : 0.25 + 0.55 * Math.min(1, 2 * carriedBy(deed, keywords)) });
      const after = /(?:^|(\p{L}{3,}) )by\W*$/iu.exec(text);
      const under = after && lines.length === 1 ? page.lines.find((other) => other.row > lines[0]!.row && other.box[1] - lines[0]!.box[3] < 1.5 * lines[0]!.height && Math.min(other.box[2], lines[0]!.box[2]) > Math.max(other.box[0], lines[0]!.box[0]) && /^\W*\p{Lu}/u.test(other.text)) : undefined;
      if (under) found.push({ value: under.text, context: `${text} ${under.text}`, lines: [...lines, under], score: 0.4 + 0.5 * Math.min(1, 2 * carriedBy(text, keywords)) });
      if (nick && !by) found.push({ value: nick.replace(/([_.-]) /g, '$1'), context: text, lines, score: 0.65 });
      if (credit && carriedBy(credit[1]!, keywords) > 0.4) found.push({ value: credit[2]!, context: text, lines, score: 0.5 + 0.4 * carriedBy(credit[1]!, keywords) });
      return found;
    }),
  );
}

/** Whom a form or a card names: "Name: Olga Petrenko", "Passenger Maja Lindqvist". */
export function findHolders(page: Page): FoundAnswer[] {
  const label = new RegExp(`^\\W*(?:full )?(?:name|passenger|patient|student|pupil|guest|customer|client|holder|member|visitor|employee)(?: name)?\\s*[:：]\\s*(\\p{Lu}[\\p{L}'’. -]{2,40})$`, 'iu');
  return page.lines.flatMap((line) => {
    const value = label.exec(line.text)?.[1]?.trim();
    return value ? [{ value, context: line.text, lines: [line], score: 0.62 }] : [];
  });
}

/** Who ends a letter: the name under "With love" or "Yours sincerely". */
export function findSigners(page: Page, question: string): FoundAnswer[] {
  if (!/\b(wrote|writes?|written|signed|signs|sent|sender|author|from)\b/i.test(question)) return [];
  const closing = page.lines.findLast(({ text }) => /^\W*((with|lots of|much) love|love|(yours )?(sincerely|faithfully|truly)|yours|(kind|best|warm) (regards|wishes)|regards|best|cheers|mit freundlichen grüßen|cordialement)\b.{0,14}$/i.test(text));
  const signer = closing && page.lines.slice(closing.index + 1).find(({ text }) => /^\W*\p{Lu}[\p{L}'’.-]+(\s\p{Lu}[\p{L}'’.-]*){0,3}\W*$/u.test(text));
  return signer ? [{ value: signer.text, context: `${closing.text} ${signer.text}`, lines: [signer], score: 0.95 }] : [];
}

/** To whom a letter speaks: "Dear Dottie". */
export function findAddressees(page: Page, question: string): FoundAnswer[] {
  if (!/\b(?:who(?:m|se)?)\b.*\b(?:to|for|receives?|received|addressed)\b|\b(?:recipient|addressee)\b/i.test(question)) return [];
  return page.lines.flatMap((line) => {
    const name = /^\W*(?:my )?(?:dear(?:est)?|hello|hi|hey|liebe[rs]?|chère?|cher|estimad[oa]|querid[oa]|car[oa])\s+(\p{Lu}[\p{L}'’. -]{1,40}?)\s*[,:!.]?\s*$/iu.exec(line.text)?.[1];
    return name ? [{ value: name, context: line.text, lines: [line], score: 0.95 }] : [];
  });
}

/** Whose name stands under a headline: "by Richard Stallman". */
export function findBylines(page: Page, question: string): FoundAnswer[] {
  if (!/\b(?:wrote|writes?|written|author|writer|by whom)\b/i.test(question)) return [];
  const byline = new RegExp(`^\\W*(?:written |posted |words |text )?[Bb][Yy]:? (${proper})\\W*$`, 'u');
  return page.lines.flatMap((line) => {
    const name = byline.exec(line.text)?.[1];
    return name ? [{ value: name, context: line.text, lines: [line], score: 0.9 }] : [];
  });
}

/** "Who is the member?": the name that stands right over or under the line that speaks of one. */
export function findBeside(page: Page, noun: string | undefined): FoundAnswer[] {
  const wanted = noun?.split(' ').at(-1);
  if (!wanted || wanted.length < 4) return [];
  const name = /^\W*\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]*){1,3}\W*$/u;
  return page.lines.filter((line) => wordsIn(line.text).length <= 6 && wordsIn(line.text).some((word) => stem(word) === stem(wanted))).flatMap((line) =>
    page.lines.filter((other) => other !== line && name.test(other.text) && !wordsIn(other.text).every((word) => isEnglishWord(plainLetters(word))) && Math.abs(other.box[0] - line.box[0]) < 0.03 && Math.min(Math.abs(other.box[1] - line.box[3]), Math.abs(line.box[1] - other.box[3])) < 1.2 * line.height).map((other) => ({ value: other.text, context: `${other.text} ${line.text}`, lines: [other, line], score: 0.7 })),
  );
}

/** Whose words a poster or a cover quotes: "A masterpiece" - The Evening Courier. */
export function findQuoted(page: Page, question: string): FoundAnswer[] {
  if (!/^\W*(?:who|which|what)\b.*\b(?:prais\w+|review\w*|quoted?|recommend\w*|critic\w*|calls? it|called it)\b/i.test(question)) return [];
  const credit = new RegExp(`["”“»’']\\s*[-–—~]\\s*(${proper})`, 'u');
  const units = page.blocks.flatMap((block) => [...sentencesOf(block), ...block.map((line) => ({ text: line.text, lines: [line] }))]);
  return ranked(units.flatMap(({ text, lines }) => {
    const name = credit.exec(text)?.[1];
    return name ? [{ value: name, context: text, lines, score: 0.65 }] : [];
  }));
}

/** Who is on at an event: what "presents" stands before, else the largest name. */
export function findPerformers(page: Page, question: string): FoundAnswer[] {
  if (!/\bwho(?:'s| is| are| will| was| were)?\b.*\b(?:play|perform|sing|appear|star)(?:s|ing|ed|ring)?\b|\b(?:which|what) (?:band|artist|musician|singer|group|orchestra|act)\b.*\b(?:plays?|playing|performs?|performing|sings?)\b/i.test(question)) return [];
  return page.lines.flatMap((line) => {
    const after = /\b[Pp](?:resents?|RESENTS?)\b:?\s*(\p{Lu}.*)?$/u.exec(line.text);
    if (!after) return [];
    const next = page.rows.slice(line.row + 1, line.row + 3).flat().sort((one, other) => other.prominence - one.prominence)[0];
    return after[1] ? [{ value: after[1], context: line.text, lines: [line], score: 0.65 }] : next ? [{ value: next.text, context: `${line.text} ${next.text}`, lines: [next], score: 0.65 }] : [];
  });
}

/** What a label beside a work calls it: "Harvest at Noon, 1911". */
export function findWorks(page: Page, noun: string | undefined): FoundAnswer[] {
  if (!/\b(painting|picture|work|sculpture|statue|artwork|photograph|drawing|print|etching)$/.test(noun ?? '')) return [];
  return page.lines.flatMap((line) => {
    const title = /^\W*(\p{Lu}[^\d,]{2,50}),? \(?(?:c\.? ?|ca\.? ?)?1[3-9]\d\d|^\W*(\p{Lu}[^\d,]{2,50}),? \(?20\d\d/u.exec(line.text);
    const value = (title?.[1] ?? title?.[2])?.trim();
    return value && !/\b(gift|purchased|bequest|donated|born)\b/i.test(value) && !/\(\d{4}\s?[-–]\s?\d{4}\)/.test(line.text) ? [{ value, context: line.text, lines: [line], score: 0.8 }] : [];
  });
}
