import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { OcelliError } from '@ocelli/protocol';
import { audioCancelled, audioTooLong, audioTooSlow, brokenAudio, heardRateHz, type AudioBounds } from './audio-bounds.js';
import type { AudioFormat } from './audio-type.js';
import { wavHeader } from './wav-file.js';

const elsewhere = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/snap/bin'];
const errorsKept = 4_000;
/** Memory that ffmpeg may take in one piece. */
const mostAllocBytes = 64 * 1024 * 1024;

/** The one demuxer and the decoders that a type is read with: a file that claims to be another thing (a playlist, a list of files) is not followed. */
const readers: Record<AudioFormat, { demuxer: string; decoders: string }> = {
  wav: { demuxer: 'wav', decoders: 'pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,adpcm_g726,gsm_ms,mp3float,mp3,pcm_u8,pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_f64le' },
  mp3: { demuxer: 'mp3', decoders: 'mp3float,mp3,mp2float,mp2' },
  m4a: { demuxer: 'mov', decoders: 'aac,alac,mp3float,mp3,opus,libopus,flac,amrnb,libopencore_amrnb,amrwb,libopencore_amrwb,pcm_s16le,pcm_s16be' },
  aac: { demuxer: 'aac', decoders: 'aac' },
  ogg: { demuxer: 'ogg', decoders: 'vorbis,libvorbis,opus,libopus,flac,speex,libspeex' },
  flac: { demuxer: 'flac', decoders: 'flac' },
  webm: { demuxer: 'matroska', decoders: 'opus,libopus,vorbis,libvorbis,aac,mp3float,mp3,flac,pcm_s16le,pcm_f32le' },
};

/** ffmpeg as this machine has it; undefined when it has none. Looked up each time: it may be installed while we run. */
export function findFfmpeg(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...elsewhere].filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg')).find(canRun);
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const ffmpegMissing = () =>
  new OcelliError('unsupported_media', 'Recordings other than plain WAV need ffmpeg on the server: install it ("sudo apt-get install ffmpeg", "brew install ffmpeg"), or add a WAV.');

/**
 * Decodes the first sound of an untrusted file to 16 kHz mono PCM16 in a process of its own: no network, one demuxer, known decoders, no shell, nothing of our
 * environment, bounded output, memory and time, killed on abort. Writes a WAV file at `to` and tells its length.
 * Rejects with `unsupported_media` (no ffmpeg), `broken_media`, `too_large` (too long), `timed_out` or `cancelled`.
 */
export async function decodeByFfmpeg(from: string, to: string, format: AudioFormat, bounds: AudioBounds, { signal, program = findFfmpeg() }: { signal?: AbortSignal; program?: string } = {}): Promise<{ seconds: number }> {
  if (!program) throw ffmpegMissing();
  if (signal?.aborted) throw audioCancelled();
  const { demuxer, decoders } = readers[format];
  const mostBytes = bounds.seconds * heardRateHz * 2;
  const input = ['-protocol_whitelist', 'file', '-format_whitelist', demuxer, '-codec_whitelist', decoders, '-f', demuxer, '-i', `file:${from}`];
  const output = ['-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-ac', '1', '-ar', String(heardRateHz), '-t', String(bounds.seconds + 1), '-f', 's16le', 'pipe:1'];
  const quiet = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-threads', '1', '-max_alloc', String(mostAllocBytes), '-max_error_rate', '0.2'];
  const file = await open(to, 'w');
  try {
    await file.write(wavHeader(0, heardRateHz));
    const child = spawn(program, [...quiet, ...input, ...output], { stdio: ['ignore', 'pipe', 'pipe'], env: { LC_ALL: 'C' }, windowsHide: true });
    const ended = new Promise<number | string | null>((resolve) => child.once('error', (cause) => resolve(String(cause))).once('close', (code, by) => resolve(by ?? code)));
    let [bytes, said] = [0, ''];
    let failure: OcelliError | undefined;
    const stop = (why: OcelliError) => {
      failure ??= why;
      child.kill('SIGKILL');
    };
    const giveUp = () => stop(audioCancelled());
    signal?.addEventListener('abort', giveUp, { once: true });
    const timer = setTimeout(() => stop(audioTooSlow()), bounds.milliseconds);
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(0, errorsKept)));
    let code: number | string | null;
    try {
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > mostBytes) stop(audioTooLong(bounds.seconds));
        if (!failure) await file.write(chunk);
      }
      code = await ended;
    } catch (cause) {
      child.kill('SIGKILL');
      await ended;
      throw cause;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
    if (failure) throw failure;
    if (bytes < 2 || code !== 0) throw brokenAudio(`ffmpeg ended with ${code}: ${said}`);
    await file.write(wavHeader(bytes - (bytes % 2), heardRateHz), 0, 44, 0);
    return { seconds: bytes / 2 / heardRateHz };
  } finally {
    await file.close();
  }
}
