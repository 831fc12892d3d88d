import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptAudio } from '@ocelli/media';
import type { Senses } from '@ocelli/models';
import { z } from 'zod';
import { samplesOf } from '../speech/say-aloud.js';
import { perMs, SpeakingPage } from '../speech/speaking-page.js';
import { wordErrors, type WordErrors } from '../speech/word-errors.js';
import { inTemporaryFolder } from '../temporary-folder.js';
import { withServer } from '../with-server.js';

/** A recording of an evaluation set. */
const LabelledRecording = z.object({ file: z.string(), kind: z.string().optional(), transcript: z.string(), language: z.string().optional() });

/** What was heard in a recording; `ms` from the normalised copy to the words. */
export interface HeardRecording extends WordErrors {
  file: string;
  kind: string;
  said: string;
  heard: string;
  confidence: number;
  seconds: number;
  ms: number;
}

/** Transcribes every recording of a folder's `labels.json` whose transcript is known. */
export async function evaluateSpeech(folder: string, senses: Senses, onHeard: (heard: HeardRecording) => void): Promise<HeardRecording[]> {
  const labels = z.array(LabelledRecording).parse(JSON.parse(await readFile(join(folder, 'labels.json'), 'utf8')));
  return await inTemporaryFolder(async (work) => {
    const results: HeardRecording[] = [];
    for (const { file, kind = 'all', transcript: said, language } of labels) {
      const recording = await acceptAudio(join(folder, file), work);
      const { value, uses } = await senses.transcribe({ id: recording.id, path: recording.path }, language === undefined ? {} : { language });
      const heard = { file, kind, said, heard: value.text, confidence: value.confidence, seconds: recording.facts.seconds, ms: uses[0]?.ms ?? 0, ...wordErrors(said, value.text) };
      results.push(heard);
      onHeard(heard);
    }
    return results;
  });
}

/** The same through a microphone's path: spoken into a held button of a page of a server. */
export async function evaluateSpeechByMicrophone(folder: string, onHeard: (heard: HeardRecording) => void): Promise<HeardRecording[]> {
  const labels = z.array(LabelledRecording).parse(JSON.parse(await readFile(join(folder, 'labels.json'), 'utf8')));
  return await withServer(async ({ url, visitor, folder: work }) => {
    const page = await SpeakingPage.open(url, visitor.cookie);
    const results: HeardRecording[] = [];
    for (const { file, kind = 'all', transcript: said } of labels) {
      const recording = await acceptAudio(join(folder, file), work);
      const speech = samplesOf(await readFile(recording.path));
      const samples = new Int16Array(speech.length + 500 * perMs);
      samples.set(speech, 300 * perMs);
      const startedAt = performance.now();
      const { outcome, overAt } = await page.say(samples, { endsBy: 'told', pace: 'fast' });
      const [text, confidence] = outcome.phase === 'heard' ? [outcome.text, outcome.confidence] : ['', 0];
      const heard = { file, kind, said, heard: text, confidence, seconds: recording.facts.seconds, ms: Math.round(overAt - startedAt), ...wordErrors(said, text) };
      results.push(heard);
      onHeard(heard);
    }
    page.close();
    return results;
  });
}
