import { OcelliError } from '@ocelli/protocol';
import { DownloadsSettings, type FromDownloads } from './downloads-messages.js';
import { removeDownloads, verifyDownloads } from './installed-downloads.js';
import { pullDownloads } from './pull-downloads.js';

/**
 * Entry of the process that fetches, verifies or removes one download: unpacking and hashing a hundred megabytes must not hold up a
 * server. It ends when its parent lets go of it or disappears, after taking away what is half done; signals of a terminal go to the parent.
 */
const { task, id, ...options } = DownloadsSettings.parse(JSON.parse(process.argv[2] ?? ''));
const stop = new AbortController();
const endWithinMs = 5_000;

const say = (message: FromDownloads): void => {
  if (process.connected) process.send?.(message);
};

async function work(): Promise<FromDownloads> {
  switch (task) {
    case 'pull': {
      const [outcome] = await pullDownloads([id], { ...options, signal: stop.signal, onProgress: (progress) => say({ type: 'progress', progress }) });
      if (outcome?.status === 'failed') throw outcome.error;
      return { type: 'done', status: 'ready' };
    }
    case 'verify': {
      const [verified] = await verifyDownloads([id], options);
      return { type: 'done', status: verified?.status ?? 'missing' };
    }
    case 'remove':
      await removeDownloads([id], options);
      return { type: 'done', status: 'missing' };
  }
}

process.on('disconnect', () => {
  stop.abort();
  setTimeout(() => process.exit(1), endWithinMs).unref();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
say(await work().catch((cause: unknown): FromDownloads => ({ type: 'failed', error: OcelliError.from(cause).toBody() })));
if (process.connected) process.disconnect();
