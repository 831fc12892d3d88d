import { createVoiceActivity } from '@ocelli/models';
import type { ListeningState } from '@ocelli/protocol';
import { expect, it, onTestFinished, vi } from 'vitest';
import { joined, silence, spoken } from '../../../packages/models/test-support/sounds.js';
import { ListeningTurn } from './listening-turn.js';

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
