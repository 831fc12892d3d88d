import { constants } from 'node:os';
import { pullDownloads, registryPlan, type PullOutcome } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';
import { exitCodeOf, exitCodeOfAll, exitCodes, type ExitCode } from '../exit-codes.js';
import { print, printAside, printError } from '../terminal.js';
import { downloadsOf, modelSettings } from './model-folder.js';
import { jsonProgress, plainProgress, terminalProgress } from './pull-progress.js';
import { megabytes } from './sizes.js';

export interface PullCommand {
  json: boolean;
  /** Everything that can be fetched. */
  all: boolean;
  offline: boolean;
}

/**
 * `ocelli models pull`: fetches the named downloads, or all, or those that a first start fetches; what is here and right is left alone. Ctrl-C pauses:
 * it exits with 130 once nothing half done is left, pressed twice at once. Exits with 1 when one of them is not here in the end.
 */
export async function pullModels(ids: string[], { json, all, offline }: PullCommand): Promise<number> {
  const settings = modelSettings();
  const downloads = downloadsOf(settings, ids);
  if (all && ids.length > 0) throw new OcelliError('bad_request', 'Name models or use --all, not both.');
  const { modelsDir } = settings;
  const plan = await registryPlan(ids.length > 0 ? ids : undefined, { modelsDir, downloads });
  const chosen = plan.filter(({ when }) => all || ids.length > 0 || when === 'start').map(({ id }) => id);
  const progress = json ? jsonProgress() : process.stderr.isTTY ? terminalProgress() : plainProgress();
  const pause = new AbortController();
  let signalled: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (signalled) process.exit(128 + constants.signals[signalled]);
    signalled = signal;
    pause.abort();
  };
  let lastFailure: string | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  try {
    const outcomes = await pullDownloads(chosen, {
      modelsDir,
      downloads,
      offline: offline || settings.offline,
      signal: pause.signal,
      onProgress: (one) => progress.show(one),
      onOutcome: (outcome) => {
        progress.end();
        if (!json) said(outcome, plan.find(({ id }) => id === outcome.id)?.diskBytes ?? 0, lastFailure);
        if (outcome.status === 'failed') lastFailure = outcome.error.message;
      },
    });
    return exitCodeOfAll(outcomes.map((outcome): ExitCode => (outcome.status === 'failed' ? exitCodeOf(outcome.error.code) : exitCodes.ok)));
  } catch (cause) {
    progress.end();
    if (!signalled) throw cause;
    const again = `ocelli models pull${ids.length > 0 ? ` ${ids.join(' ')}` : all ? ' --all' : ''}`;
    const paused = new OcelliError('cancelled', `Paused. Packages that arrived whole are kept; go on with: ${again}`, { cause });
    if (json) printError(paused, { json });
    else printAside(paused.message);
    return 128 + constants.signals[signalled];
  }
}

/** @param lastFailure what was said of one before this, which is not said again. */
function said(outcome: PullOutcome, diskBytes: number, lastFailure: string | undefined): void {
  if (outcome.status === 'failed') printError(outcome.error.message === lastFailure ? new OcelliError(outcome.error.code, 'not fetched either, for the same reason') : outcome.error, { json: false, image: outcome.id });
  else print(`${outcome.id}: ${outcome.status === 'there' ? 'was here already' : 'fetched and verified'} (${megabytes(diskBytes)})`);
}
