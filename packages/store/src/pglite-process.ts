import { fsyncSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { OcelliError } from '@ocelli/protocol';
import { DurableFiles } from './durable-files.js';
import { lockFolder } from './folder-lock.js';
import { PgliteOrder, type PgliteReport } from './pglite-messages.js';
import { settings } from './pglite-settings.js';

/**
 * Main of the forked database process. PGlite runs its queries on the loop it lives on, so it lives here and not in the
 * server; it knows no lock of its own, so this process, the only writer, holds the folder's. Speaks Postgres on a unix socket.
 */
async function serve(folder: string, socketPath: string): Promise<() => Promise<void>> {
  const unlock = await lockFolder(folder, () => process.exit(1));
  const db = await PGlite.create({ fs: new DurableFiles(join(folder, 'postgres'), syncOrEnd), startParams: settings });
  await rm(socketPath, { force: true });
  // One connection is used at a time, but after a failed query the next one is opened before the last one is gone.
  const server = new PGLiteSocketServer({ db, path: socketPath, maxConnections: 16 });
  await server.start();
  return async () => {
    await server.stop();
    await db.close();
    await rm(socketPath, { force: true });
    await unlock();
  };
}

/** As Postgres does: what the disk did not take may be lost, so the process ends, and the next one begins anew from the log. */
function syncOrEnd(fd: number): void {
  try {
    fsyncSync(fd);
  } catch {
    process.exit(1);
  }
}

const report = (message: PgliteReport): void => void process.send?.(message);

// Ctrl-C reaches the whole process group; the server decides when its database goes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

const [folder, socketPath] = process.argv.slice(2);
if (!folder || !socketPath) throw new Error('usage: pglite-process FOLDER SOCKET');
try {
  const stop = await serve(folder, socketPath);
  const leave = () => void stop().finally(() => process.exit(0));
  process.once('disconnect', leave);
  process.on('message', (message) => PgliteOrder.parse(message).type === 'close' && leave());
  report({ type: 'ready' });
} catch (cause) {
  report({ type: 'failed', error: openingError(cause).toBody() });
  process.disconnect?.();
}

function openingError(cause: unknown): OcelliError {
  if (OcelliError.is(cause)) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new OcelliError('disk_full', 'The disk that holds the data folder is full.', { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OcelliError('store_unavailable', `The database in the data folder could not be opened: ${reason}`, { cause });
}
