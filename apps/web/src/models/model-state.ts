import type { Install } from '@/wire/protocol';

/** A state in a word or two. */
export const stateWord: Record<Install['state'], string> = {
  ready: 'Ready',
  absent: 'Not fetched',
  waiting: 'Waiting',
  fetching: 'Fetching',
  unpacking: 'Unpacking',
  checking: 'Checking',
  paused: 'Paused',
  failed: 'Failed',
  damaged: 'Damaged',
};

/** When something is tried again, by the clock of whoever looks. */
export const clock = (iso: string): string => new Date(iso).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
