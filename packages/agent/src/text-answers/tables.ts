import type { AskedFor } from './asked-for.js';
import type { Page, PlacedLine } from './page-layout.js';
import { valuesIn } from './value-patterns.js';
import { wordsIn } from './word-matching.js';

/** A column of a printed table. */
export interface TableColumn {
  head: PlacedLine;
  /** The heading with what stands over it ("Male" over "Under 18"). */
  title: string;
}

/** A printed table: headings beside each other, and rows under them; a row has no cell where its column is empty. */
export interface Table {
  columns: TableColumn[];
  rows: (PlacedLine | undefined)[][];
}

const mostTitleWords = 4;
const mostTableRows = 80;

/** The tables of a page, from top to bottom. */
export function tablesOf(page: Page): Table[] {
  const known = tablesByPage.get(page);
  if (known) return known;
  const tables: Table[] = [];
  let next = 0;
  for (const [index, row] of page.rows.entries()) {
    if (index < next || !couldBeHeads(row)) continue;
    const heads = row.filter((line) => /[\p{L}#№%]/u.test(line.text));
    const rows: Table['rows'] = [];
    let [last, end, seen] = [heads[0]!, index, 0];
    for (const [below, body] of page.rows.slice(index + 1, index + 1 + mostTableRows).entries()) {
      const inside = body.filter((line) => line.box[2] > heads[0]!.box[0] - 0.02 && line.box[0] < heads.at(-1)!.box[2] + 0.06);
      if (inside.length === 0) continue;
      if (Math.min(...inside.map(({ box }) => box[1])) - last.box[3] > 4 * last.height) break;
      last = inside[0]!;
      seen += 1;
      // Menus and captions have a row under them by chance; most rows of a table keep to its columns from the first on.
      if (seen > 5 && rows.length < 2) break;
      const cells = intoColumns(heads, inside);
      if (cells.filter(Boolean).length < Math.max(2, heads.length / 2)) continue;
      rows.push(cells);
      end = index + 1 + below;
    }
    if (areOnlyWords(rows[0]) && rows.length > 2 && rows.slice(1, 4).every((cells) => !areOnlyWords(cells)) && couldBeHeads(page.rows[index + 1] ?? [])) continue;
    if (rows.length < 2 || rows.length < 0.4 * seen || rows.flat().reduce((sum, cell) => sum + (cell ? wordsIn(cell.text).length : 0), 0) > mostTitleWords * rows.flat().filter(Boolean).length) continue;
    tables.push({ columns: heads.map((head) => ({ head, title: titleOf(page, head, index) })), rows });
    next = end;
  }
  tablesByPage.set(page, tables);
  return tables;
}

const tablesByPage = new WeakMap<Page, Table[]>();

/** Headings again: what stands over them is a menu or a caption. */
function areOnlyWords(cells: Table['rows'][number] | undefined): boolean {
  return cells !== undefined && cells.every((cell) => !/\d/.test(cell?.text ?? ''));
}

/** Short words beside each other, hardly a number among them. */
function couldBeHeads(row: readonly PlacedLine[]): boolean {
  const wordy = row.filter(({ text }) => !/^[★•·■>*✓☐-]/.test(text) && /\p{L}{2}|^[#№%]$/u.test(text) && !/\d{3}|[$€£]\s?\d/.test(text) && wordsIn(text).length <= mostTitleWords);
  return row.length >= 3 ? wordy.length >= row.length - 1 && wordy.length >= 3 && !row.some(({ text }) => /[:：]$/.test(text)) : false;
}

/** Each line in the column whose heading stands over it, or nearest. */
function intoColumns(heads: readonly PlacedLine[], lines: readonly PlacedLine[]): (PlacedLine | undefined)[] {
  const cells: (PlacedLine | undefined)[] = heads.map(() => undefined);
  for (const line of lines) {
    const distances = heads.map((head) => awayFrom(head, line));
    const nearest = distances.indexOf(Math.min(...distances));
    if (distances[nearest]! > 0.12) continue;
    const taken = cells[nearest];
    if (!taken || awayFrom(heads[nearest]!, taken) > distances[nearest]!) cells[nearest] = line;
  }
  return cells;
}

/** How far a cell's left, middle or right is from its heading's, whichever is set alike; nothing where one covers the other. */
function awayFrom({ box: head }: PlacedLine, { box: cell }: PlacedLine): number {
  const edges = Math.min(Math.abs(head[0] - cell[0]), Math.abs(head[2] - cell[2]), Math.abs(head[0] + head[2] - cell[0] - cell[2]) / 2);
  const overlap = Math.min(head[2], cell[2]) - Math.max(head[0], cell[0]);
  return overlap > 0.6 * Math.min(head[2] - head[0], cell[2] - cell[0]) ? Math.min(edges, 0.02) : edges;
}

function titleOf(page: Page, head: PlacedLine, index: number): string {
  const over: string[] = [];
  let top = head;
  for (const row of page.rows.slice(Math.max(0, index - 2), index).reverse()) {
    const above = row.find((line) => Math.min(line.box[2], head.box[2]) - Math.max(line.box[0], head.box[0]) > 0 && wordsIn(line.text).length <= mostTitleWords && top.box[1] - line.box[3] < 0.8 * head.height);
    if (!above) break;
    over.unshift(above.text);
    top = above;
  }
  return [...over, head.text].join(' ');
}

/** Headings that the form of a question asks under. */
const suited: [RegExp, RegExp][] = [
  [/\bwho(m|se)?\b/i, /\b(payee|payer|name|author|customer|person|player|teacher|employee|contact|owner|user|member|seller|buyer|recipient|sender|winner|speaker|artist|doctor|driver|passenger|student|team|company|client|nombre|apellido|nom|assigned|by|who)\b/i],
  [/\bhow many\b/i, /\b(qty|quantity|number|count|no|pcs|units?|pieces|items|shares|anzahl|cantidad|qté|stock|menge|#)\b/i],
  [/\bhow much\b/i, /\b(amount|price|cost|total|value|sum|betrag|importe|montant|preis|prix|precio|fee|rate|balance|payment|income|expense|salary)\b/i],
  [/\bwhat time\b|\bwhen\b/i, /\b(time|departs?|departure|arrival|arrives?|hour|date|day|due|fecha|datum|from|start|begins?)\b/i],
  [/\bwhen\b|\bwhich (day|date)\b/i, /\b(date|day|due|fecha|datum|month|year|deadline)\b/i],
  [/\bwhere\b.*\b(?:bought|purchased?|buy|paid|spent|shop|eat|ate)\b/i, /\b(merchant|shop|store|vendor|seller|supplier|place|payee|restaurant)\b/i],
  [/\bwhere\b(?!.*\b(?:bought|purchased?|buy|paid|spent)\b)/i, /\b(place|location|city|town|destination|room|address|venue|country|to|from|station|gate|platform)\b/i],
  [/\bfirst name\b/i, /\b(first|given|nombre|vorname|prénom|nome)\b/i],
  [/\b(last|family) name\b|\bsurname\b/i, /\b(last|family|surname|apellidos?|nachname|nom|cognome)\b/i],
  [/\bhow often\b/i, /\b(frequency|interval|every|repeat)\b/i],
];

/** Whether a heading suits the form of a question: amounts under "Price" for "how much". */
export function suits(title: string, question: string): boolean {
  return suited.some(([asks, heading]) => asks.test(question) && heading.test(title));
}

/** Whether a cell is of the kind that a question wants. */
export function isWanted({ text }: PlacedLine, asked: AskedFor): boolean {
  if (asked.form !== 'value') return asked.form === 'person' || asked.form === 'organisation' ? /\p{L}{2}/u.test(text) : /[\p{L}\p{N}]/u.test(text) && !/[:：]$/.test(text);
  return asked.values.some((kind) => valuesIn(text, kind).some(({ value }) => value.length >= 0.4 * text.length));
}
