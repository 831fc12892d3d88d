import type { Install } from '@ocelli/protocol';
import { shortTitle } from './installs.js';

/** How far a download is, for people: "40 %, about 2 minutes left"; empty while nothing is known. */
export function progressWords(install: Install): string {
  if (install.state === 'unpacking') return 'unpacking';
  if (!('totalBytes' in install) || install.totalBytes === 0) return '';
  const percent = `${Math.floor((100 * install.receivedBytes) / install.totalBytes)} %`;
  return install.state === 'fetching' && install.secondsLeft !== null ? `${percent}, ${timeWords(install.secondsLeft)} left` : percent;
}

function timeWords(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(5, Math.ceil(seconds / 5) * 5)} seconds`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} minutes`;
  return `about ${Math.round(seconds / 3600)} hours`;
}

/** Whether it is on its way without anybody doing something. */
export const isUnderWay = ({ state }: Install): boolean => state === 'waiting' || state === 'fetching' || state === 'unpacking';

/**
 * What an answer says about a model that it lacked; null when that is not worth saying: whoever stopped a model is not reminded at every
 * answer, only where there is none, and what to do about one that is simply not there the answer says itself.
 */
export function lackWords(title: string, gives: string, install: Install, declined: boolean): string | null {
  const name = shortTitle(title);
  const progress = progressWords(install);
  if (isUnderWay(install)) return `${name} is still being fetched${progress ? ` (${progress})` : ''}. With it I can ${gives}: ask again then.`;
  if (!declined) return null;
  switch (install.state) {
    case 'paused':
      return `Fetching ${name} is paused${progress ? ` at ${progress}` : ''}. With it I could ${gives}: go on under Models in the settings.`;
    case 'failed':
      return `${name} could not be fetched yet; Models in the settings says why. With it I could ${gives}.`;
    case 'damaged':
      return `${name} is damaged on the disk: fetch it again under Models in the settings.`;
    default:
      return null;
  }
}
