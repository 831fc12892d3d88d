import type { DownloadProgress } from '@ocelli/protocol';
import { ActivityLine, printAside, printJson } from '../terminal.js';
import { duration, megabytes } from './sizes.js';

/** Tells whoever waits how far a pull is. */
export interface PullProgress {
  show(progress: DownloadProgress): void;
  /** Before anything else is said. */
  end(): void;
}

/** One line that changes in place. */
export function terminalProgress(): PullProgress {
  const line = new ActivityLine();
  // A line that wraps cannot be changed in place.
  const fitting = (text: string) => text.slice(0, Math.max(10, (process.stderr.columns ?? 80) - 3));
  return { show: (progress) => (isOver(progress) ? line.clear() : line.show(fitting(inWords(progress)))), end: () => line.clear() };
}

/** A line for each change of state, and one in `everyMs` while packages travel, for logs. */
export function plainProgress(everyMs = 10_000): PullProgress {
  const due = whenDue(everyMs);
  return { show: (progress) => !isOver(progress) && due(progress) && printAside(inWords(progress)), end: () => undefined };
}

/** The same as JSON, each second. */
export function jsonProgress(everyMs = 1_000): PullProgress {
  const due = whenDue(everyMs);
  return { show: (progress) => due(progress) && printJson(progress), end: () => undefined };
}

const isOver = ({ state }: DownloadProgress) => state === 'done' || state === 'failed';

function whenDue(everyMs: number): (progress: DownloadProgress) => boolean {
  let [last, at] = ['', 0];
  return ({ id, state }) => {
    const now = `${id} ${state}`;
    if (now === last && performance.now() - at < everyMs) return false;
    [last, at] = [now, performance.now()];
    return true;
  };
}

/** `Whisper tiny.en, spoken English: 34 of 71 MB, 12 MB/s, 3 s left`. */
export function inWords({ title, state, receivedBytes, totalBytes, bytesPerSecond, secondsLeft }: DownloadProgress): string {
  switch (state) {
    case 'waiting':
      return `${title}: waiting for its turn`;
    case 'fetching': {
      const rate = bytesPerSecond === null ? '' : `, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
      const left = secondsLeft === null || receivedBytes >= totalBytes ? '' : `, ${duration(secondsLeft)} left`;
      return `${title}: ${Math.round(receivedBytes / 1e6)} of ${megabytes(totalBytes)}${rate}${left}`;
    }
    case 'verifying':
      return `${title}: verifying`;
    case 'done':
      return `${title}: here`;
    case 'failed':
      return `${title}: failed`;
  }
}
