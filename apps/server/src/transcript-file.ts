import { formatTranscript, transcriptFormats, type TranscriptFormat } from '@ocelli/models';
import type { Transcript } from '@ocelli/protocol';
import { z } from 'zod';

export const TranscriptQuery = z.object({ format: z.enum(['json', 'srt', 'vtt', 'txt']).default('json') });

/** A transcript as a file to keep, named as its recording. */
export function transcriptFile(recording: string, transcript: Transcript, format: TranscriptFormat): { name: string; type: string; body: string } {
  const name = recording.replace(/\.[a-z0-9]{2,4}$/i, '') || 'recording';
  return { name: `${name}.${format}`, type: `${transcriptFormats[format]}; charset=utf-8`, body: formatTranscript(transcript, format) };
}
