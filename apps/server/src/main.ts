import { OcelliError } from '@ocelli/protocol';
import { readConfig } from './config.js';
import { createServer } from './create-server.js';

/** Runs the server until it is told to stop. Exits with 1, and one line that says what to do, when it cannot start. */
try {
  const server = await createServer(readConfig(process.env));
  process.stdout.write(`Ocelli is ready: ${server.url}\n`);
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1); // asked twice: at once
    stopping = true;
    void server.close().finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (cause) {
  const failure = OcelliError.is(cause) ? cause.message : cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(`Ocelli cannot start. ${failure}\n`);
  process.exit(1);
}
