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
  .usage('[options] <image...> "<question>"')
  .description('ask a question about pictures ("-" reads one from standard input)')
  .argument('<image-or-question...>', 'the pictures, then the question')
  .option('--json', 'print JSON: answer, status, evidence, tools, models, packs, ms', false)
  .option('--each', 'an answer for each picture, a line each, instead of one about all', false)
  .action(async (words: string[], options: { json: boolean; each: boolean }) => {
    const { ask } = await import('./ask.js');
    process.exitCode = await ask(words, options);
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
