import { ListenUpdate, type ListeningOutcome } from '@ocelli/protocol';
import { expect, vi } from 'vitest';
import { newId, type Page } from './visitor.js';

/** Switches the microphone of a page on until its turn is over: how that ended, all words that were shown, and how much of the sound it took. */
export async function listen(page: Page, sound: Int16Array): Promise<{ outcome: ListeningOutcome; shown: string[]; took: number }> {
  const listenId = newId();
  const shown: string[] = [];
  let outcome: ListeningOutcome | undefined;
  const hear = (raw: unknown) => {
    const { listenId: of, state } = ListenUpdate.parse(raw);
    if (of !== listenId) return;
    if (state.phase === 'open' || state.phase === 'closing') shown.push(`${state.stable}${state.rest}`);
    else outcome = state;
  };
  page.socket.on('listen.update', hear);
  await page.emit('listen.start', { listenId, conversationId: null, attachments: [], language: 'en', endsBy: 'silence' });
  let at = 0;
  for (; at < sound.length && !outcome; at += 1_600) await page.emit('listen.audio', { listenId, from: at, pcm: new Uint8Array(sound.slice(at, at + 1_600).buffer) });
  await vi.waitFor(() => expect(outcome).toBeDefined(), { timeout: 60_000 });
  page.socket.off('listen.update', hear);
  return { outcome: outcome!, shown: shown.filter(Boolean), took: at };
}
