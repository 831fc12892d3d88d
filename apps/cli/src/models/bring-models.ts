import { constants } from 'node:os';
import { ensureDownloads, ModelFiles, neededDownloads, registryPlan } from '@ocelli/models';
import { modelSettings, refusePack } from './model-folder.js';
import { plainProgress, terminalProgress } from './pull-progress.js';

/**
 * Fetches the models that a command cannot do without, unless they are here, and tells on standard error how far that is. Ctrl-C ends the
 * command (130): what arrived whole is kept. Throws what `ocelli models pull` reports, `offline` when nothing may be fetched.
 */
export async function bringModels(ids: readonly string[], { offline, quiet }: { offline: boolean; quiet: boolean }): Promise<void> {
  const settings = modelSettings();
  const needed = neededDownloads(ids, new ModelFiles(undefined, settings.modelsDir, settings.packs)) ?? refusePack('registry');
  const missing = (await registryPlan(needed, { modelsDir: settings.modelsDir })).filter(({ status }) => status === 'missing').map(({ id }) => id);
  if (missing.length === 0) return;
  const progress = process.stderr.isTTY ? terminalProgress() : quiet ? undefined : plainProgress();
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    if (stop.signal.aborted) process.exit(128 + constants.signals[signal]);
    process.exitCode = 128 + constants.signals[signal];
    stop.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  try {
    await ensureDownloads(missing, { modelsDir: settings.modelsDir, offline: offline || settings.offline, signal: stop.signal, onProgress: (one) => progress?.show(one) });
  } catch (cause) {
    if (stop.signal.aborted) process.exit();
    throw cause;
  } finally {
    progress?.end();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, onSignal);
  }
}
