import type { Page, PlacedLine } from './page-layout.js';
import { wordsIn } from './word-matching.js';

/** Lines that may make one name together: pieces of a row, and rows of a block in letters of one size. */
export interface NameCandidate {
  text: string;
  lines: PlacedLine[];
  prominence: number;
  /** 0..1: how much of what is set in this size and place it takes in: a heading cut short is no heading. */
  whole: number;
}

/** Most rows and words of a name. */
const mostRows = 4;
const mostWords = 15;

/** Every line, every row of pieces, and every run of rows under each other that are set alike. */
export function nameCandidates(page: Page): NameCandidate[] {
  const rows = pieces(page);
  const joined = rows.filter((row) => row.length > 1);
  const isPart = (row: PlacedLine[]) => row.length === 1 && joined.some((other) => other.includes(row[0]!));
  const under = new Map(rows.map((row) => [row, rowUnder(page, rows, row)]));
  const tops = rows.filter((row) => ![...under.values()].includes(row));
  const runs = tops.flatMap((top) => {
    const run = [top];
    for (let next = under.get(top); next && run.length < 12; next = under.get(next)) run.push(next);
    return [run];
  });
  return runs.flatMap((run) => {
    const running = run.length > mostRows;
    return run.flatMap((_, start) =>
      Array.from({ length: Math.min(mostRows, run.length - start) }, (_, count) => run.slice(start, start + count + 1)).flatMap((taken) => {
        const lines = taken.flat();
        const text = lines.map((line) => line.text.trim()).join(' ');
        if (!/\p{L}/u.test(text) || (taken.length > 1 && wordsIn(text).length > mostWords)) return [];
        return [{ text, lines, prominence: Math.max(...lines.map((line) => line.prominence)), whole: running ? (taken.length === 1 ? 0.5 : 0) : taken.some(isPart) ? 0.3 : taken.length / run.length }];
      }),
    );
  });
}

/** Lines, and pieces of one row that stand close beside each other in letters of one size ("LE SHOE", a logo, "BOUTIQUE"). */
function pieces({ rows }: Page): PlacedLine[][] {
  const joined: PlacedLine[][] = rows.flatMap((row) => {
    const runs: PlacedLine[][] = [];
    for (const line of row) {
      const last = runs.at(-1)?.at(-1);
      if (last && line.prominence > 0.55 && line.box[0] - last.box[2] < (row.length <= 3 ? 4 : 2) * letterWidth(last) && alike(last, line) && /^\p{Lu}/u.test(line.text) && !/[:：]$/.test(last.text)) runs.at(-1)!.push(line);
      else runs.push([line]);
    }
    return runs;
  });
  const inRows = joined.filter((row) => row.length > 1).flat();
  return [...joined, ...inRows.map((line) => [line])];
}

const letterWidth = ({ box, text }: PlacedLine) => (box[2] - box[0]) / Math.max(1, text.length);

function alike(one: PlacedLine, other: PlacedLine): boolean {
  const ratio = one.height / other.height;
  return ratio > 0.62 && ratio < 1.6;
}

/** Close under the row, over the same columns, in letters not very different in size. */
function rowUnder(page: Page, rows: PlacedLine[][], above: PlacedLine[]): PlacedLine[] | undefined {
  const [x0, x1] = [above[0]!.box[0], above.at(-1)!.box[2]];
  const lowest = above[0]!;
  return rows
    .filter((row) => {
      const line = row[0]!;
      if (row === above || besideOthers(page, row) || besideOthers(page, above) || row.some((one) => above.includes(one)) || !alike(lowest, line)) return false;
      const gap = line.box[1] - lowest.box[3];
      const shared = Math.min(x1, row.at(-1)!.box[2]) - Math.max(x0, line.box[0]);
      return line.box[1] > lowest.box[1] + 0.5 * lowest.height && gap < 0.8 * lowest.height && gap > -0.6 * lowest.height && shared > 0.4 * Math.min(x1 - x0, row.at(-1)!.box[2] - line.box[0]);
    })
    .sort((one, other) => one[0]!.box[1] - other[0]!.box[1] || other.length - one.length)[0];
}

/** Cells of a table make no name together with those under them. */
function besideOthers(page: Page, row: PlacedLine[]): boolean {
  const others = page.rows[row[0]!.row]!.length - row.length;
  return others >= 3 || (others >= 1 && row.every(({ prominence }) => prominence < 0.6));
}
