import { exitCodes, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failures.js';
import type { Check, DoctorReport } from '../outputs.js';
import { harmless, printJson, styled } from '../terminal.js';
import { checkLooking } from './check-looking.js';
import { checkMachine } from './check-machine.js';
import { checkModels } from './check-models.js';
import { checkOptionalPrograms } from './check-optional-programs.js';
import { checkServer } from './check-server.js';

/**
 * `ocelli doctor`: tries everything that the main job (a picture, a question, an answer) needs, and says what to do about what
 * does not work. Exits with 0 when the main job works. Opens no store, so a running server is not disturbed.
 */
export async function doctor(version: string, { json }: { json: boolean }): Promise<ExitCode> {
  const checks: Check[] = [];
  for (const look of [checkMachine, checkModels, checkLooking, checkServer, checkOptionalPrograms]) {
    const found = await look().catch((cause: unknown): Check[] => [{ ...unforeseen, detail: failureOf(cause).message }]);
    checks.push(...found);
    if (!json) for (const check of found) process.stdout.write(linesFor(check));
  }
  const report: DoctorReport = { works: checks.every(({ status }) => status !== 'problem'), version, checks };
  if (json) printJson(report);
  else process.stdout.write(`\n${conclusion(report)}\n`);
  return report.works ? exitCodes.ok : exitCodes.failure;
}

/** A check that could not be made is a problem of its own, and no reason to leave out the others. */
const unforeseen = { id: 'unforeseen', title: 'Checking', status: 'problem', remedy: 'See the other problems first; then run "npm ci" and "npm run build" again.' } as const;
const marks = { ok: ['✓', 'green'], warning: ['!', 'yellow'], problem: ['✗', 'red'], absent: ['-', 'dim'] } as const;

function linesFor({ title, status, detail, remedy }: Check): string {
  const [mark, style] = marks[status];
  const line = `${styled(style, mark, process.stdout)} ${title.padEnd(24)} ${harmless(detail)}\n`;
  return remedy === undefined ? line : `${line}  ${' '.repeat(24)} ${styled('dim', '→', process.stdout)} ${harmless(remedy)}\n`;
}

function conclusion({ works, checks, version }: DoctorReport): string {
  const problems = checks.filter(({ status }) => status === 'problem').length;
  if (works) return `Ocelli ${version} works here.`;
  return `Ocelli ${version} does not fully work here: ${problems === 1 ? 'one problem' : `${problems} problems`}, marked ✗.`;
}
