import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { isKept, type Bench } from './bench.js';
import { boardsBench } from './boards.js';
import { classifierBench } from './classifier.js';
import { eventLoopBench } from './event-loop.js';
import { killBench } from './kill.js';
import { kokoroBench } from './kokoro.js';
import { listeningBench } from './listening.js';
import { longAudioBench } from './long-audio/long-audio.js';
import { memoryBench } from './memory.js';
import { minilmBench } from './minilm.js';
import { pullKillBench } from './pull-kill.js';
import { resultAsText } from './print-result.js';
import { silencesBench } from './silences.js';
import { spokenQuestionsBench } from './spoken-questions.js';
import { readingAloudBench } from './reading-aloud.js';
import { stopBench } from './stop.js';
import { turnBench } from './turn.js';
import { voicesBench } from './voices.js';
import { whisperBench } from './whisper.js';

const benches: readonly Bench[] = [turnBench, stopBench, eventLoopBench, boardsBench, killBench, pullKillBench, memoryBench, classifierBench, minilmBench, whisperBench, longAudioBench, kokoroBench, listeningBench, spokenQuestionsBench, silencesBench, readingAloudBench, voicesBench];

const usage = `npm run bench -- NAME... [--json FILE] [--questions N] [--minutes N] [--list fresh]     (all: every one)

${benches.map(({ name, what }) => `  ${name.padEnd(18)}${what}`).join('\n')}

npm run bench -- eval text|photos|boards|retrieval|speech FOLDER [--json]     right, wrong and declined answers over labelled pictures or recordings of your own
`;

/** Lists the measurements, or runs those that are named. Exits with 1 when a promise was not kept. */
async function main(): Promise<number> {
  // npm runs this in the folder of the workspace; paths are meant from where the command was typed.
  process.chdir(process.env.INIT_CWD ?? '.');
  if (process.argv[2] === 'eval') {
    process.argv.splice(2, 1);
    await import('./eval/main.js');
    return 0;
  }
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' }, questions: { type: 'string' }, minutes: { type: 'string' }, list: { type: 'string' } } });
  if (values.list !== undefined && values.list !== 'fresh') {
    process.stdout.write(`There is no list "${values.list}".\n\n${usage}`);
    return 2;
  }
  const options = { ...(values.questions === undefined ? {} : { questions: Number(values.questions) }), ...(values.minutes === undefined ? {} : { minutes: Number(values.minutes) }), ...(values.list === undefined ? {} : { list: values.list } as const) };
  const chosen = positionals.includes('all') ? benches : benches.filter(({ name }) => positionals.includes(name));
  const unknown = positionals.filter((name) => name !== 'all' && !benches.some((bench) => bench.name === name));
  if (chosen.length === 0 || unknown.length > 0) {
    process.stdout.write(unknown.length > 0 ? `There is no measurement "${unknown.join('", "')}".\n\n${usage}` : usage);
    return unknown.length > 0 ? 2 : 0;
  }
  const machine = { cores: availableParallelism(), processor: cpus()[0]?.model ?? '', node: process.version, platform: `${process.platform} ${process.arch}` };
  const results = [];
  for (const { name, run } of chosen) {
    process.stdout.write(`\n${name}\n`);
    const result = await run((progress) => void process.stderr.write(`  ${progress}\n`), options);
    process.stdout.write(`${resultAsText(result)}\n`);
    results.push({ name, ...result, promises: result.promises.map((promised) => ({ ...promised, kept: isKept(promised) })) });
  }
  process.stdout.write(`\non ${machine.cores} cores, ${machine.processor}, Node ${machine.node}\n`);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ at: new Date().toISOString(), machine, results }, null, 2)}\n`);
  return results.every(({ promises }) => promises.every(({ kept }) => kept)) ? 0 : 1;
}

process.exitCode = await main();
