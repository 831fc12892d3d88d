import { rm } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { affordedBy, likelyWords } from '@ocelli/agent';
import { limits, OcelliError } from '@ocelli/protocol';
import type { Looking } from './looking.js';
import type { Answered } from './outputs.js';
import type { Taken } from './take-pictures.js';
import { takeRecording } from './take-recording.js';

type Accepted = Extract<Taken, { picture: unknown }>;

/** What is asked in a recording; words that the pictures beside it make likely help to hear it. Rejects with `no_speech` where nobody speaks. */
export async function hearQuestion(audio: string, language: string | undefined, taken: readonly Accepted[], { perception, folder }: Looking): Promise<NonNullable<Answered['transcript']>> {
  const startedAt = performance.now();
  const recording = await takeRecording(audio, folder);
  const prompt = likelyWords({ earlier: [], ...(await affordedBy(taken.map(({ picture }) => picture), perception, new AbortController().signal)) });
  const { value, uses } = await perception.transcribe(recording, { ...(language === undefined ? {} : { language }), ...(prompt ? { prompt } : {}) });
  await rm(recording.path, { force: true });
  const text = value.text.trim();
  if (text === '') throw new OcelliError('no_speech', 'Nobody is heard speaking in it. Record it again, a little louder or closer to the microphone, or write the question.');
  if (text.length > limits.questionCharacters) throw new OcelliError('bad_request', `More is said there than one question may be long (${limits.questionCharacters} characters). "ocelli transcribe" writes it down.`);
  const confidence = Math.round(1_000 * value.confidence) / 1_000;
  return { text, language: value.language, confidence, audio, model: uses[0]?.model ?? '', ms: Math.round(performance.now() - startedAt) };
}
