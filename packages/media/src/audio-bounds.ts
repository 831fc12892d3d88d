import { limits, OcelliError } from '@ocelli/protocol';

/** How much of a recording is taken. What is beyond them is refused, not cut: half a question has another answer. */
export interface AudioBounds {
  /** Size of the upload. */
  bytes: number;
  /** Length of what is decoded. */
  seconds: number;
  channels: number;
  sampleRateHz: { least: number; most: number };
  /** Time that decoding may take. */
  milliseconds: number;
}

export const audioBounds: AudioBounds = {
  bytes: limits.uploadBytes,
  seconds: 90 * 60,
  channels: 32,
  sampleRateHz: { least: 1_000, most: 768_000 },
  milliseconds: 120_000,
};

/** What models hear: 16,000 samples a second, one channel, 16 bits. */
export const heardRateHz = 16_000;

export const brokenAudio = (cause?: unknown) =>
  new OcelliError('broken_media', 'The recording is broken or not complete. Open it in another program, save it again as WAV or MP3, and add that.', { cause });

export const audioTooLong = (seconds: number) =>
  new OcelliError('too_large', `Recordings of up to ${seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${seconds} seconds`} can be added. Cut it into parts and add the one that matters.`);

export const audioTooSlow = () => new OcelliError('timed_out', 'The recording takes too long to decode. Save it again as WAV or MP3 and add that.');

export const audioCancelled = () => new OcelliError('cancelled', 'Adding the recording was cancelled.');

export const audioDiskFull = (cause: unknown) => new OcelliError('disk_full', 'There is no space left on the disk for this recording.', { cause });
