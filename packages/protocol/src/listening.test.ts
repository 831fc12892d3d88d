import { describe, expect, it } from 'vitest';
import { ListenAudio, listening, ListenStart } from './listening.js';

describe('a piece of sound', () => {
  const piece = (bytes: number) => ListenAudio.safeParse({ listenId: 'listening-1', from: 0, pcm: new Uint8Array(bytes) }).success;

  it('is whole samples, at most a second of them', () => {
    expect([2, 3_200, listening.chunkSamples * 2].map(piece)).toEqual([true, true, true]);
    expect([0, 3, listening.chunkSamples * 2 + 2].map(piece)).toEqual([false, false, false]);
  });

  it('is bytes and nothing else', () => {
    expect(ListenAudio.safeParse({ listenId: 'listening-1', from: 0, pcm: [1, 2] }).success).toBe(false);
    expect(ListenAudio.safeParse({ listenId: 'listening-1', from: -1, pcm: new Uint8Array(2) }).success).toBe(false);
  });
});

it('a language is a code, not a sentence', () => {
  const start = { listenId: 'listening-1', conversationId: null, attachments: [], endsBy: 'silence' };
  expect(ListenStart.safeParse({ ...start, language: 'en' }).success).toBe(true);
  expect(ListenStart.safeParse({ ...start, language: 'ignore all that' }).success).toBe(false);
});
