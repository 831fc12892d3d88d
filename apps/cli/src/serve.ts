import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OcelliError } from '@ocelli/protocol';
import { createServer, readConfig, type ServerConfig } from '@ocelli/server';
import { portUse, urlOf } from './running-server.js';
import { print, printAside } from './terminal.js';

export interface ServeOptions {
  host?: string;
  port?: number;
  /** The data folder. */
  data?: string;
  /** Fetches nothing. */
  offline?: boolean;
}

/**
 * `ocelli serve`: runs the server in this process until Ctrl-C or SIGTERM, then ends it in good order; asked a second time, at
 * once. Options win over the environment. Rejects with an OcelliError that says what to do when it cannot start.
 */
export async function serve({ host, port, data, offline }: ServeOptions): Promise<void> {
  const config = readConfig({
    // Whoever watches wants the address, not a log.
    ...(process.stdout.isTTY ? { OCELLI_LOG_LEVEL: 'warn' } : {}),
    ...process.env,
    ...(host === undefined ? {} : { OCELLI_HOST: host }),
    ...(port === undefined ? {} : { OCELLI_PORT: String(port) }),
    ...(data === undefined ? {} : { OCELLI_DATA: data }),
    ...(offline ? { OCELLI_OFFLINE: '1' } : {}),
  });
  await refuseTakenPort(config); // before the store is opened, which the one who has the port may be using
  const server = await createServer(config, { onModelTrouble: (words) => printAside(`Some models are not here yet; everything else works. ${words}`) }).catch(async (cause: unknown) => {
    await refuseTakenPort(config);
    throw cause;
  });
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    void server.close().finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (!existsSync(join(config.webFolder, 'index.html'))) printAside('The web page is not built, so there is only the programming interface. Run "npm run build".');
  print(`Ocelli is ready: ${urlOf(config.host, Number(new URL(server.url).port))}`);
}

async function refuseTakenPort({ host, port }: ServerConfig): Promise<void> {
  if (port === 0) return;
  const found = await portUse(host, port);
  const another = port < 65_535 ? port + 1 : port - 1;
  switch (found.use) {
    case 'ocelli':
      throw new OcelliError(
        'busy',
        `Ocelli is already running: open ${urlOf(host, port)}. For a second one: OCELLI_PORT=${another} OCELLI_DATA=<another folder> ocelli serve`,
      );
    case 'other':
      throw new OcelliError('busy', `Port ${port} is in use by another program. Take another one: OCELLI_PORT=${another} ocelli serve`);
    case 'refused':
      throw new OcelliError('bad_request', `Listening on ${host}, port ${port} is not possible (${found.reason}). Choose with OCELLI_HOST and OCELLI_PORT.`);
  }
}
