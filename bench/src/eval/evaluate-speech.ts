import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptAudio } from '@ocelli/media';
import type { Senses } from '@ocelli/models';
import { z } from 'zod';
import { wordErrors, type WordErrors } from '../speech/word-errors.js';
import { inTemporaryFolder } from '../temporary-folder.js';

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
