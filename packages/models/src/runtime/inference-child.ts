import { OcelliError, ToWorker, WorkerSettings, type FromWorker, type TaskRequest, type WorkerHealth } from '@ocelli/protocol';
import { TaskRunner } from '../tasks/task-runner.js';

/**
 * Entry of the inference process. It lives as long as its parent wants it: signals of the terminal go to the parent, which
 * closes it; when the parent disappears, so does it.
 */
const runner = new TaskRunner(WorkerSettings.parse(JSON.parse(process.argv[2] ?? '')), () => {
  globalThis.gc?.();
  say({ type: 'unloaded', health: health() });
});
const running = new Map<number, AbortController>();

const health = (): WorkerHealth => ({ rssBytes: process.memoryUsage.rss(), loaded: runner.loaded });
const say = (message: FromWorker) => {
  if (process.connected) process.send?.(message);
};

async function run(runId: number, request: TaskRequest): Promise<void> {
  const controller = new AbortController();
  running.set(runId, controller);
  try {
    const { value, uses } = await runner.run(request, { signal: controller.signal, onPiece: (piece) => say({ type: 'piece', runId, piece }) });
    say({ type: 'done', runId, value, uses, health: health() });
  } catch (cause) {
    say({ type: 'failed', runId, error: OcelliError.from(cause).toBody(), health: health() });
  } finally {
    running.delete(runId);
  }
}

async function close(): Promise<void> {
  for (const controller of running.values()) controller.abort();
  await runner.close();
  process.disconnect();
}

process.on('message', (raw) => {
  const message = ToWorker.parse(raw);
  switch (message.type) {
    case 'run':
      return void run(message.runId, message.request);
    case 'cancel':
      return void running.get(message.runId)?.abort();
    case 'expect':
      return runner.expect(message.picture);
    case 'unload':
      return void runner.unload(message.models).then(() => say({ type: 'unloaded', health: health() }));
    case 'warm':
      return void runner.warm(message.tasks).then(() => say({ type: 'warmed', health: health() }));
    case 'close':
      return void close();
  }
});
process.on('disconnect', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
say({ type: 'started', health: health() });
