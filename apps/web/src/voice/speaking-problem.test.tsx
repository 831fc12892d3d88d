import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Install, ModelCard } from '@/wire/protocol';
import { Arriving } from './speaking-problem';

const whisper = (id: string, install: Install): ModelCard => ({
  id, title: id, gives: 'hear', when: 'start', pack: 'registry', tasks: ['transcribe'], licence: 'MIT', source: '', files: [], fetchBytes: 100, diskBytes: 100, speed: null, measuring: false, install,
});
const shown = (...installs: Install[]): string => renderToStaticMarkup(<Arriving cards={installs.map((install, at) => whisper(`whisper-${at}`, install))} remedy="Fetch it." />).replace(/<[^>]+>/g, '');

describe('models that hear and are not here yet', () => {
  it('tell how far they are while they are fetched', () => {
    expect(shown({ state: 'fetching', receivedBytes: 40, totalBytes: 100, bytesPerSecond: 2, secondsLeft: 30 })).toBe('It is being fetched: 40 %, about 30 seconds left. Until it is here, write your question.');
    expect(shown({ state: 'waiting', receivedBytes: 0, totalBytes: 100 })).toContain('0 %. Until');
  });

  it('tell what to do where nobody fetches them', () => {
    expect(shown({ state: 'absent', receivedBytes: 0, totalBytes: 100 })).toBe('Fetch it. Models has what can be fetched.');
    expect(shown()).toContain('Fetch it.');
  });

  it('tell when one of them has arrived', () => {
    expect(shown({ state: 'absent', receivedBytes: 0, totalBytes: 100 }, { state: 'ready' })).toBe('It has arrived. Press again and ask.');
  });
});
