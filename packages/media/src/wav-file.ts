import { brokenAudio, type AudioBounds } from './audio-bounds.js';

export type SampleKind = 'unsigned-8' | 'signed-16' | 'signed-24' | 'signed-32' | 'float-32' | 'float-64';

/** Plain samples in a WAV file: where they lie and how to read them. */
export interface WavSamples {
  kind: SampleKind;
  bigEndian: boolean;
  channels: number;
  sampleRateHz: number;
  /** Offset of the first sample. */
  start: number;
  /** Samples of each channel that are really there. */
  frames: number;
}

const bytesOf: Record<SampleKind, number> = { 'unsigned-8': 1, 'signed-16': 2, 'signed-24': 3, 'signed-32': 4, 'float-32': 4, 'float-64': 8 };

/**
 * Reads the header of a WAV file (RIFF, RIFX, RF64; Microsoft's "Multiple Channel Audio Data and WAVE Files"). Undefined when its samples are encoded (ADPCM, A-law, ...)
 * and need a decoder. Throws `broken_media` for what makes no sense. Sizes in the file are not believed: what counts is what is there,
 * as programs that write into a pipe cannot know them.
 */
export function readWav(file: Uint8Array, bounds: Pick<AudioBounds, 'channels' | 'sampleRateHz'>): WavSamples | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const name = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  const bigEndian = name(0) === 'RIFX';
  let format: Omit<WavSamples, 'start' | 'frames'> | 'encoded' | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const [id, size, body] = [name(at), view.getUint32(at + 4, !bigEndian), at + 8];
    if (id === 'fmt ' && format === undefined) format = readFormat(view, body, Math.min(size, file.length - body), bigEndian, bounds);
    if (id === 'data') {
      if (format === undefined) throw brokenAudio('samples before their format');
      if (format === 'encoded') return undefined;
      // 0 and the largest sizes are what a program writes that does not know yet.
      const there = file.length - body;
      const bytes = size === 0 || size > there ? there : size;
      const frames = Math.floor(bytes / (bytesOf[format.kind] * format.channels));
      if (frames === 0) throw brokenAudio('no samples');
      return { ...format, start: body, frames };
    }
    at = body + size + (size & 1);
  }
  if (format === 'encoded') return undefined;
  throw brokenAudio('no samples');
}

function readFormat(view: DataView, at: number, size: number, bigEndian: boolean, bounds: Pick<AudioBounds, 'channels' | 'sampleRateHz'>): Omit<WavSamples, 'start' | 'frames'> | 'encoded' {
  if (size < 16) throw brokenAudio('the format is cut off');
  const [channels, sampleRateHz, bits] = [view.getUint16(at + 2, !bigEndian), view.getUint32(at + 4, !bigEndian), view.getUint16(at + 14, !bigEndian)];
  let tag = view.getUint16(at, !bigEndian);
  // WAVE_FORMAT_EXTENSIBLE: the tag proper is the start of its subformat.
  if (tag === 0xfffe) {
    if (size < 26) throw brokenAudio('the format is cut off');
    tag = view.getUint16(at + 24, !bigEndian);
  }
  if (channels < 1 || channels > bounds.channels) throw brokenAudio(`${channels} channels`);
  if (sampleRateHz < bounds.sampleRateHz.least || sampleRateHz > bounds.sampleRateHz.most) throw brokenAudio(`${sampleRateHz} samples a second`);
  if (tag !== 1 && tag !== 3) return 'encoded';
  const kind = ({ 1: { 8: 'unsigned-8', 16: 'signed-16', 24: 'signed-24', 32: 'signed-32' }, 3: { 32: 'float-32', 64: 'float-64' } } as const)[tag] as Partial<Record<number, SampleKind>>;
  const found = kind[bits];
  if (!found) throw brokenAudio(`${bits} bits a sample`);
  return { kind: found, bigEndian, channels, sampleRateHz };
}

/** The channels' mean at each moment, -1 to 1. Throws `broken_media` for samples that are no numbers. */
export function monoSamples(file: Uint8Array, { kind, bigEndian, channels, start, frames }: WavSamples): Float32Array {
  const view = new DataView(file.buffer, file.byteOffset + start, frames * channels * bytesOf[kind]);
  const read = sampleReader(view, kind, !bigEndian);
  const [step, mono] = [bytesOf[kind], new Float32Array(frames)];
  for (let frame = 0, at = 0; frame < frames; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at += step) sum += read(at);
    mono[frame] = sum / channels;
    if (!Number.isFinite(sum)) throw brokenAudio('samples that are no numbers');
  }
  return mono;
}

function sampleReader(view: DataView, kind: SampleKind, little: boolean): (at: number) => number {
  switch (kind) {
    case 'unsigned-8': return (at) => (view.getUint8(at) - 128) / 128;
    case 'signed-16': return (at) => view.getInt16(at, little) / 32_768;
    case 'signed-24': return little
      ? (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608
      : (at) => ((view.getInt8(at) << 16) | view.getUint16(at + 1)) / 8_388_608;
    case 'signed-32': return (at) => view.getInt32(at, little) / 2_147_483_648;
    case 'float-32': return (at) => view.getFloat32(at, little);
    case 'float-64': return (at) => view.getFloat64(at, little);
  }
}

/** The 44 bytes before `dataBytes` of 16-bit samples of one channel. */
export function wavHeader(dataBytes: number, sampleRateHz: number): Uint8Array {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** Samples from -1 to 1 as 16 bits; what is louder is clipped. */
export function pcm16(samples: Float32Array): Int16Array {
  const pcm = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) pcm[i] = Math.round(Math.max(-32_768, Math.min(32_767, samples[i]! * 32_768)));
  return pcm;
}

/** A whole WAV file of one channel and 16 bits. */
export function wavBytes(samples: Float32Array, sampleRateHz: number): Uint8Array {
  const pcm = pcm16(samples);
  const file = Buffer.alloc(44 + pcm.length * 2);
  file.set(wavHeader(pcm.length * 2, sampleRateHz));
  for (let i = 0; i < pcm.length; i++) file.writeInt16LE(pcm[i]!, 44 + i * 2);
  return file;
}
