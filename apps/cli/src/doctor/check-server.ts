import { access, constants } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { readConfig, type ServerConfig } from '@ocelli/server';
import { folderUser } from '@ocelli/store';
import { failureOf } from '../failures.js';
import type { Check } from '../outputs.js';
import { portUse, urlOf } from '../running-server.js';
import { checkDiskSpace } from './check-machine.js';

/** What `ocelli serve` would meet, with the environment as it is: web page, data folder, port. */
export async function checkServer(): Promise<Check[]> {
  let config: ServerConfig;
  try {
    config = readConfig(process.env);
  } catch (cause) {
    return [{ id: 'configuration', title: 'Configuration', status: 'problem', detail: failureOf(cause).message, remedy: 'Correct or unset the variable.' }];
  }
  return [
    checkWebPage(config),
    await checkDataFolder(config),
    ...(config.databaseUrl ? [await checkPostgres(config.databaseUrl)] : []),
    await checkDiskSpace('data-space', 'Data folder, space', existing(config.dataFolder)),
    await checkPort(config),
  ];
}

function checkWebPage({ webFolder }: ServerConfig): Check {
  const about = { id: 'web', title: 'Web page' };
  if (existsSync(join(webFolder, 'index.html'))) return { ...about, status: 'ok', detail: 'built' };
  return { ...about, status: 'problem', detail: 'not built, so there is nothing to open in a browser', remedy: 'Run "npm run build".' };
}

async function checkDataFolder({ dataFolder }: ServerConfig): Promise<Check> {
  const about = { id: 'data', title: 'Data folder' };
  const user = await folderUser(dataFolder);
  if (user) return { ...about, status: 'ok', detail: `${dataFolder}, in use by a running Ocelli (process ${user.pid} on ${user.host})` };
  const folder = existing(dataFolder);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    return { ...about, status: 'problem', detail: `${folder} cannot be written to`, remedy: 'Change its permissions, or set OCELLI_DATA to another folder.' };
  }
  return { ...about, status: 'ok', detail: folder === dataFolder ? dataFolder : `${dataFolder} (made at the first start)` };
}

/** Only whether somebody answers there: logging in is the server's. */
async function checkPostgres(databaseUrl: string): Promise<Check> {
  const about = { id: 'database', title: 'Postgres' };
  const remedy = 'Start it, or correct or unset DATABASE_URL.';
  if (!URL.canParse(databaseUrl)) return { ...about, status: 'problem', detail: 'DATABASE_URL is no address', remedy };
  const { hostname, port } = new URL(databaseUrl);
  const at = { host: hostname.replace(/^\[|\]$/g, '') || 'localhost', port: Number(port) || 5432 };
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect({ ...at, timeout: 3_000 });
    const end = (answered: boolean) => () => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
  const where = `${at.host}, port ${at.port}`;
  return answers ? { ...about, status: 'ok', detail: `answers at ${where}` } : { ...about, status: 'problem', detail: `does not answer at ${where}`, remedy };
}

async function checkPort({ host, port }: ServerConfig): Promise<Check> {
  const about = { id: 'port', title: 'Port' };
  const another = 'Set OCELLI_PORT to another one.';
  const found = await portUse(host, port);
  switch (found.use) {
    case 'free':
      return { ...about, status: 'ok', detail: `${port} on ${host} is free` };
    case 'ocelli':
      return { ...about, status: found.ready ? 'ok' : 'warning', detail: `Ocelli runs at ${urlOf(host, port)}${found.ready ? '' : ' and is not ready yet'}` };
    case 'other':
      return { ...about, status: 'problem', detail: `${port} on ${host} is in use by another program`, remedy: another };
    case 'refused':
      return { ...about, status: 'problem', detail: `listening on ${host}, port ${port} is not possible (${found.reason})`, remedy: another };
  }
}

/** The folder itself or the nearest above it that exists: where the folder would be made. */
function existing(folder: string): string {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}
