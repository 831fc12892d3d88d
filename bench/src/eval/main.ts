import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createLocalPerception } from '@ocelli/models';
import { evaluateRetrieval, recalls } from './evaluate-retrieval.js';
import { boardTotals, evaluateBoards } from './evaluate-boards.js';
import { wordErrorRate } from '../speech/word-errors.js';
import { evaluateSpeech, evaluateSpeechByMicrophone, type HeardRecording } from './evaluate-speech.js';
import { evaluatePeople, evaluateQuestions, type CountedPeople, type Judged } from './evaluate.js';

const usage = `Measures the agent, with real models in this process, on labelled pictures and recordings.

  npm run bench -- eval text FOLDER      questions about text in pictures
  npm run bench -- eval photos FOLDER    questions about photographs, and how well people are counted
  npm run bench -- eval boards FOLDER    chess boards, square by square
  npm run bench -- eval retrieval FOLDER photographs found by their captions
  npm run bench -- eval speech FOLDER    recordings of people, word by word; --microphone: spoken into a page of a running server

FOLDER holds pictures and labels.json: [{"file", "kind"?, "people"?, "caption"?, "fen"?, "questions": [{"q", "a": [accepted answers], "type"?}]}];
for speech [{"file", "kind"?, "transcript", "language"?}].
--json prints one JSON object instead.`;

/** Counts of a verdict with their share: "8 of 10 (80 %)". */
const share = (count: number, n: number) => `${count} of ${n}${n > 0 ? ` (${Math.round((100 * count) / n)} %)` : ''}`;

function totals(results: readonly Judged[]) {
  const count = (verdict: Judged['verdict'], among = results) => among.filter((one) => one.verdict === verdict).length;
  const kinds = [...new Set(results.map(({ kind }) => kind))].map((kind) => {
    const among = results.filter((one) => one.kind === kind);
    return { kind, n: among.length, right: count('right', among), wrong: count('wrong', among), declined: count('declined', among) };
  });
  return { n: results.length, right: count('right'), wrong: count('wrong'), declined: count('declined'), kinds };
}

function peopleTotals(results: readonly CountedPeople[]) {
  const few = results.filter(({ people }) => people >= 1 && people <= 5);
  const none = results.filter(({ people }) => people === 0);
  const off = ({ people, counted }: CountedPeople) => Math.abs((counted ?? Infinity) - people);
  return {
    upToFive: { n: few.length, exact: few.filter((one) => off(one) === 0).length, withinOne: few.filter((one) => off(one) <= 1).length },
    without: { n: none.length, noneClaimed: none.filter(({ counted }) => counted === 0 || counted === null).length },
  };
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, microphone: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } } });
const [what, folder] = positionals;
if (values.help || (what !== 'text' && what !== 'photos' && what !== 'boards' && what !== 'retrieval' && what !== 'speech') || folder === undefined) {
  process.stdout.write(`${usage}\n`);
  process.exit(values.help ? 0 : 2);
}
const print = (line: string) => void (values.json || process.stdout.write(`${line}\n`));
const perception = createLocalPerception();

if (what === 'retrieval') {
  const retrieved = await evaluateRetrieval(resolve(folder), perception, ({ file, place, caption, first }) => print(`${String(place).padStart(3)}  ${file} · ${caption}${place === 1 ? '' : ` · first: ${first}`}`));
  await perception.close();
  const totals = recalls(retrieved);
  if (values.json) process.stdout.write(`${JSON.stringify({ ...totals, retrieved })}\n`);
  print(`\namong the first: R@1 ${totals.at1.toFixed(3)}, R@5 ${totals.at5.toFixed(3)}, R@10 ${totals.at10.toFixed(3)}, n = ${totals.n}`);
  process.exit(0);
}

if (what === 'speech') {
  const tell = (one: HeardRecording) => print(`${one.errors === 0 ? 'right' : `${one.errors} of ${one.words}`}`.padEnd(9) + `${one.file} · ${one.ms} ms · confidence ${one.confidence.toFixed(2)}\n         said:  ${one.said}\n         heard: ${one.heard}`);
  const heard = values.microphone ? await evaluateSpeechByMicrophone(resolve(folder), tell) : await evaluateSpeech(resolve(folder), perception, tell);
  await perception.close();
  const [rate, words, ms] = [wordErrorRate(heard), heard.reduce((sum, one) => sum + one.words, 0), heard.reduce((sum, one) => sum + one.ms, 0) / Math.max(1, heard.length)];
  if (values.json) process.stdout.write(`${JSON.stringify({ wordErrorRate: rate, words, n: heard.length, msPerRecording: ms, heard })}\n`);
  print(`\nword error rate ${rate.toFixed(3)}, ${words} words, n = ${heard.length}; ${Math.round(ms)} ms a recording`);
  process.exit(0);
}

if (what === 'boards') {
  const boards = await evaluateBoards(resolve(folder), perception, ({ file, kind, squares, confidence, fen }) =>
    print(`${squares === null ? 'no board' : squares === 64 ? 'exact' : `${squares} of 64`}`.padEnd(10) + `${file} · ${kind} · confidence ${confidence.toFixed(2)} · ${fen ?? ''}`),
  );
  await perception.close();
  const kinds = boardTotals(boards);
  if (values.json) process.stdout.write(`${JSON.stringify({ kinds, boards })}\n`);
  for (const { kind, n, found, pawns, exact, squares, confident, exactWhereConfident } of kinds) {
    print(`\n${kind}: found ${share(found, n)}, pawns exact ${share(pawns, n)}, placement exact ${share(exact, n)}, squares ${(100 * squares).toFixed(2)} %`);
    print(`  confident of ${share(confident, n)}, of those exact ${share(exactWhereConfident, confident)}`);
  }
  process.exit(0);
}

const judged = await evaluateQuestions(resolve(folder), perception, ({ file, question, accepted, answer, status, verdict }) =>
  print(`${verdict.toUpperCase().padEnd(8)} ${file} · ${question}\n         accepted: ${accepted.join(' | ')}\n         ${status}: ${answer.replaceAll('\n', ' / ')}`),
);
const people = what === 'photos' ? await evaluatePeople(resolve(folder), perception, ({ file, people: real, counted, answer }) => print(`${counted === real ? 'exact' : `off by ${counted === null ? '?' : counted - real}`}`.padEnd(9) + `${file} · ${real} people · ${answer.replaceAll('\n', ' / ')}`)) : [];
await perception.close();

const summary = { questions: totals(judged), ...(what === 'photos' ? { people: peopleTotals(people) } : {}) };
if (values.json) process.stdout.write(`${JSON.stringify({ ...summary, judged, counted: people })}\n`);
const { n, right, wrong, declined, kinds } = summary.questions;
print(`\nright ${share(right, n)}, wrong ${share(wrong, n)}, declined ${share(declined, n)}`);
for (const kind of kinds) print(`  ${kind.kind}: right ${share(kind.right, kind.n)}, wrong ${kind.wrong}, declined ${kind.declined}`);
const mistakes = judged.filter(({ verdict }) => verdict === 'wrong');
if (mistakes.length > 0) print(`\nwrong:\n${mistakes.map(({ file, kind, question, accepted, answer }) => `  ${file} · ${kind} · ${question}\n    ${answer.replaceAll('\n', ' / ')}\n    accepted: ${accepted.join(' | ')}`).join('\n')}\n`);
if (summary.people) {
  const { upToFive, without } = summary.people;
  print(`people, 1 to 5 there: exact ${share(upToFive.exact, upToFive.n)}, within one ${share(upToFive.withinOne, upToFive.n)}`);
  print(`people, none there: none claimed ${share(without.noneClaimed, without.n)}`);
}
