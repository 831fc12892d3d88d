import { createVoiceActivity } from '@ocelli/models';
import type { ListeningState } from '@ocelli/protocol';
import { expect, it, onTestFinished, vi } from 'vitest';
import { joined, silence, spoken } from '../../../packages/models/test-support/sounds.js';
import { ListeningTurn } from './listening-turn.js';

/** A turn that hears a question of some seconds, decoded as `decode` says, and every state that was told. */
async function hear(decode: (sample: number) => { text: string; confidence: number }): Promise<ListeningState[]> {
  const activity = createVoiceActivity();
  onTestFinished(() => activity.close());
  const states: ListeningState[] = [];
  const turn = new ListeningTurn({
    listenId: 'listening-1',
    endsBy: 'told',
    language: 'en',
    voice: activity.listen(),
    decode: async ({ samples }) => ({ ...decode(samples().length), language: 'en', segments: [] }),
    prompt: Promise.resolve(''),
    tell: ({ state }) => states.push(state),
    onOver: () => undefined,
  });
  const question = joined(silence(0.3), spoken('how-many-pawns'), silence(1));
  for (let from = 0; from < question.length; from += 1_600) await turn.take({ listenId: 'listening-1', from, pcm: new Uint8Array(question.slice(from, from + 1_600).buffer) });
  turn.end(question.length);
  await vi.waitFor(() => expect(states.at(-1)?.phase).toBe('heard'));
  return states;
}

const shown = (states: readonly ListeningState[]) => states.flatMap((state) => (state.phase === 'open' ? `${state.stable} ${state.rest}`.trim() || [] : []));

it('unclear first words that the next ones do not repeat are not shown', async () => {
  let last = 0;
  expect(shown(await hear((samples) => ({ text: `word${(last = samples)}`, confidence: 0.5 })))).toEqual([]);
  expect(last).toBeGreaterThan(16_000);
});

it('unclear first words are shown once they are repeated, and clear ones at once', async () => {
  expect(shown(await hear((samples) => ({ text: `How many w${samples}`, confidence: 0.5 })))[0]).toMatch(/^How many w\d+$/);
  let first = '';
  expect(shown(await hear((samples) => ({ text: (first ||= `w${samples}`), confidence: 0.9 })))[0]).toBe(first);
});

it('the last words wait for the words that a picture affords, while it is still being looked at', async () => {
  const activity = createVoiceActivity();
  onTestFinished(() => activity.close());
  const states: ListeningState[] = [];
  const prompts: string[] = [];
  let look = (_words: string) => {};
  const turn = new ListeningTurn({
    listenId: 'listening-1',
    endsBy: 'silence',
    language: 'en',
    voice: activity.listen(),
    decode: async ({ prompt, samples }) => {
      samples();
      prompts.push(prompt());
      return { text: prompt() ? 'How many pawns?' : 'How many ponds?', language: 'en', confidence: 0.9, segments: [] };
    },
    prompt: new Promise((resolve) => (look = resolve)),
    tell: ({ state }) => states.push(state),
    onOver: () => undefined,
  });
  const question = joined(silence(0.3), spoken('how-many-pawns'), silence(1));
  for (let from = 0; from < question.length; from += 1_600) await turn.take({ listenId: 'listening-1', from, pcm: new Uint8Array(question.slice(from, from + 1_600).buffer) });
  await vi.waitFor(() => expect(states.at(-1)?.phase).toBe('closing'));
  expect(new Set(prompts)).toEqual(new Set(['']));
  look('Pawns.');
  await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ phase: 'heard', text: 'How many pawns?' }));
});
