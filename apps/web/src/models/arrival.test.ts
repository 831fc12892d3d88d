import { describe, expect, it } from 'vitest';
import type { Install, ModelCard } from '@/wire/protocol';
import { arrivalOf, givesOf, nameOf } from './arrival';

const card = (id: string, install: Install, more: Partial<ModelCard> = {}): ModelCard => ({
  id, title: id, gives: `do ${id}`, when: 'start', pack: 'registry', tasks: [], licence: 'MIT', source: 'here', files: [], fetchBytes: 100, diskBytes: 200, speed: null, measuring: false, install, ...more,
});
const amounts = { receivedBytes: 40, totalBytes: 100 };

describe('models on their way', () => {
  it('are nothing when all are there or nobody wants the rest', () => {
    expect(arrivalOf([card('a', { state: 'ready' }), card('b', { state: 'absent', ...amounts }), card('c', { state: 'checking' })])).toBeNull();
  });

  it('are one share, of which those that arrived count as whole', () => {
    const arrival = arrivalOf([card('a', { state: 'ready' }), card('b', { state: 'fetching', ...amounts, bytesPerSecond: 20, secondsLeft: 3 }), card('c', { state: 'waiting', receivedBytes: 0, totalBytes: 100 })]);
    expect(arrival).toMatchObject({ state: 'fetching', receivedBytes: 140, totalBytes: 300, bytesPerSecond: 20, secondsLeft: 8 });
    expect(arrival?.missing.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('do not count what was there when only something else was asked for', () => {
    const arrival = arrivalOf([card('a', { state: 'ready' }), card('voice', { state: 'fetching', ...amounts, bytesPerSecond: null, secondsLeft: null }, { when: 'asked' })]);
    expect(arrival).toMatchObject({ receivedBytes: 40, totalBytes: 100, secondsLeft: null });
  });

  it('are paused or failed when nothing moves, and say why', () => {
    const error = { code: 'pip_missing', message: 'Install pip.' } as const;
    const failed: Install = { state: 'failed', ...amounts, error, retryAt: '2026-01-01T00:00:00Z' };
    expect(arrivalOf([card('a', { state: 'paused', ...amounts })])).toMatchObject({ state: 'paused', error: null });
    expect(arrivalOf([card('a', { state: 'paused', ...amounts }), card('b', failed)])).toMatchObject({ state: 'failed', error, retryAt: failed.retryAt });
    expect(arrivalOf([card('a', { state: 'unpacking', ...amounts }), card('b', failed)])).toMatchObject({ state: 'fetching', error });
  });

  it('are named by what they let Ocelli do', () => {
    const ready: Install = { state: 'ready' };
    expect(givesOf([])).toBe('');
    expect(givesOf([card('hear', ready), card('see', ready), card('see', ready), card('speak', ready)])).toBe('do hear, do see and do speak');
    expect([nameOf({ title: 'Whisper tiny.en, spoken English' }), nameOf({ title: 'ZXing' })]).toEqual([{ name: 'Whisper tiny.en', kind: 'spoken English' }, { name: 'ZXing', kind: '' }]);
  });
});
