import { isKept, type BenchResult, type Promised } from './bench.js';
import { rounded } from './statistics.js';

/** The table and the promises, for a terminal. */
export function resultAsText({ columns, rows, promises, notes = [] }: BenchResult): string {
  const cells = [columns, ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? String(rounded(cell)) : cell)))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: string[], at: number) =>
    row.map((cell, column) => (at > 0 && typeof rows[at - 1]?.[column] === 'number' ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd();
  const table = cells.map(line);
  table.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return [...table, '', ...promises.map(promiseAsText), ...notes.map((note) => `note: ${note}`)].join('\n').trimEnd();
}

function promiseAsText(promised: Promised): string {
  const { what, value, limit, unit } = promised;
  const bound = 'most' in limit ? `at most ${limit.most}` : `at least ${limit.least}`;
  return `${isKept(promised) ? 'kept    ' : 'NOT KEPT'}  ${what}: ${rounded(value)}${unit && ` ${unit}`} (promised: ${bound}${unit && ` ${unit}`})`;
}
