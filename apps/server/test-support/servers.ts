import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterwards } from '../../../packages/store/test-support/clean-up.js';
import type {} from '../../../packages/store/test-support/empty-store.js';
import { inject } from 'vitest';
import { readConfig, type ServerConfig } from '../src/config.js';
import { createServer, type OcelliServer, type ServerParts } from '../src/create-server.js';

/** A data folder with an initialised, empty store, removed when the file's tests are done. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-server-'));
  await cp(inject('emptyStore'), folder, { recursive: true });
  afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** The configuration of a quiet server on a free port, with a small web app. It fetches no models unless it is told to. */
export function testConfig(dataFolder: string, changes: Partial<ServerConfig> = {}): ServerConfig {
  const config = readConfig({ OCELLI_PORT: '0', OCELLI_DATA: dataFolder, OCELLI_LOG_LEVEL: 'silent', OCELLI_DEVICE: 'cpu', OCELLI_OFFLINE: '1' });
  return { ...config, webFolder: fileURLToPath(new URL('./web', import.meta.url)), ...changes };
}

/** A server of its own for this file, closed when its tests are done. */
export async function startServer(parts: ServerParts = {}, changes: Partial<ServerConfig> = {}): Promise<OcelliServer & { config: ServerConfig }> {
  const config = testConfig(await freshFolder(), changes);
  const server = await createServer(config, parts);
  afterwards(() => server.close());
  return { ...server, config };
}
