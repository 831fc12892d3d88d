import type { Logger } from 'pino';
import { describeFailure } from '../failures.js';
import type { OcelliIo } from '../live-conversations.js';
import type { Installs } from './installs.js';
import type { MachineModels } from './machine-models.js';

const everyMs = 500;

/** Tells every open page what happens to the machine's models: at once, then at most every half second, the last state always. Returns how to stop. */
export function tellPages(io: OcelliIo, models: MachineModels, installs: Installs, log: Logger): () => void {
  let timer: NodeJS.Timeout | undefined;
  let toldAt = 0;
  const tell = async (): Promise<void> => {
    timer = undefined;
    toldAt = Date.now();
    if (io.sockets.sockets.size > 0) io.emit('models.changed', await models.change());
  };
  const stop = installs.onChange(() => {
    timer ??= setTimeout(() => void tell().catch((cause: unknown) => log.warn({ failure: describeFailure(cause) }, 'telling about models failed')), Math.max(0, toldAt + everyMs - Date.now())).unref();
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
