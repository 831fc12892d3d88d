import type { DownloadProgress } from '@ocelli/protocol';
import { expect, it } from 'vitest';
import { inWords } from './pull-progress.js';
import { duration, megabytes } from './sizes.js';

const fetching: DownloadProgress = { id: 'voice', title: 'A voice', state: 'fetching', receivedBytes: 34_000_000, totalBytes: 70_653_446, bytesPerSecond: 12_300_000, secondsLeft: 2.98 };

it('says what, how much of how much, how fast and how long still', () => {
  expect(inWords(fetching)).toBe('A voice: 34 of 71 MB, 12.3 MB/s, 3 s left');
  expect(inWords({ ...fetching, bytesPerSecond: null, secondsLeft: null })).toBe('A voice: 34 of 71 MB');
  expect(inWords({ ...fetching, receivedBytes: 70_653_446, secondsLeft: 0 })).toBe('A voice: 71 of 71 MB, 12.3 MB/s');
  expect(inWords({ ...fetching, state: 'verifying' })).toBe('A voice: verifying');
});

it('says sizes and times as people do', () => {
  expect([0, 300_000, 1_000_000, 149_150_378].map(megabytes)).toEqual(['0 MB', '0.3 MB', '1 MB', '149 MB']);
  expect([0.2, 89, 91, 3_600, 7_300].map(duration)).toEqual(['1 s', '89 s', '2 min', '60 min', '2 h']);
});
