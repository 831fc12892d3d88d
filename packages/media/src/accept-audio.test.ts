import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptAudio } from '@ocelli/media';
import { describe, expect, it } from 'vitest';
import { acceptSound, encoded, hear, soundOutcome, toneWav, useAudioFolder } from '../test-support/recordings.js';

const folder = useAudioFolder();

describe('accepting a recording', () => {
  it.each<[name: string, mediaType: string, extension: string, options: string[]]>([
    ['WAV', 'audio/wav', 'wav', []],
    ['WAV of 24 bits', 'audio/wav', 'wav', ['-c:a', 'pcm_s24le']],
    ['WAV of 8 bits', 'audio/wav', 'wav', ['-c:a', 'pcm_u8']],
    ['WAV of 32 bits', 'audio/wav', 'wav', ['-c:a', 'pcm_s32le']],
    ['WAV of floats', 'audio/wav', 'wav', ['-c:a', 'pcm_f32le']],
    ['WAV of doubles', 'audio/wav', 'wav', ['-c:a', 'pcm_f64le']],
    ['WAV in stereo at 48 kHz', 'audio/wav', 'wav', ['-ac', '2', '-ar', '48000']],
    ['WAV of six channels', 'audio/wav', 'wav', ['-af', 'pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0']],
    ['WAV at 8 kHz', 'audio/wav', 'wav', ['-ar', '8000']],
    ['WAV at 11,025 Hz', 'audio/wav', 'wav', ['-ar', '11025']],
    ['WAV at 192 kHz', 'audio/wav', 'wav', ['-ar', '192000']],
    ['WAV at a rate that no device has', 'audio/wav', 'wav', ['-ar', '44099']],
    ['RF64', 'audio/wav', 'wav', ['-rf64', 'always']],
    ['WAV as telephones write it', 'audio/wav', 'wav', ['-c:a', 'pcm_mulaw', '-ar', '8000']],
    ['WAV of ADPCM', 'audio/wav', 'wav', ['-c:a', 'adpcm_ms']],
    ['MP3', 'audio/mpeg', 'mp3', []],
    ['MP3 without tags', 'audio/mpeg', 'mp3', ['-id3v2_version', '0', '-write_xing', '0']],
    ['MP3 of variable rate', 'audio/mpeg', 'mp3', ['-q:a', '4', '-ar', '22050']],
    ['M4A', 'audio/mp4', 'm4a', []],
    ['M4A that can start before it is there', 'audio/mp4', 'm4a', ['-movflags', '+faststart']],
    ['M4A in fragments, as browsers record', 'audio/mp4', 'mp4', ['-c:a', 'aac', '-movflags', '+frag_keyframe+empty_moov']],
    ['Apple lossless', 'audio/mp4', 'm4a', ['-c:a', 'alac']],
    ['raw AAC', 'audio/aac', 'aac', []],
    ['Ogg Vorbis', 'audio/ogg', 'ogg', ['-c:a', 'libvorbis']],
    ['Ogg Opus', 'audio/ogg', 'opus', ['-c:a', 'libopus']],
    ['FLAC', 'audio/flac', 'flac', []],
    ['WebM of Opus', 'audio/webm', 'webm', ['-c:a', 'libopus']],
    ['WebM of Vorbis', 'audio/webm', 'webm', ['-c:a', 'libvorbis']],
  ])('takes %s and keeps what models hear', async (_name, mediaType, extension, options) => {
    const bytes = encoded(extension, ...options);
    const accepted = await acceptSound(bytes);
    const heard = await hear(accepted.path);
    expect(accepted.mediaType).toBe(mediaType);
    expect(accepted.facts.bytes).toBe(bytes.length);
    expect(heard.seconds).toBeCloseTo(accepted.facts.seconds, 3);
    expect(Math.abs(heard.seconds - 1.5)).toBeLessThan(0.12);
    // ffmpeg spreads one channel over two by a factor of 0.71.
    expect(heard.at440).toBeGreaterThan(0.34);
    expect(heard.at880).toBeLessThan(0.02);
  });

  it('tells of plain WAV how it was recorded', async () => {
    const bytes = encoded('wav', '-ac', '2', '-ar', '48000');
    expect((await acceptSound(bytes)).facts).toEqual({ format: 'wav', bytes: bytes.length, seconds: 1.5, sampleRateHz: 48_000, channels: 2 });
  });

  it('names the copy by the hash of what was given', async () => {
    const { id, path } = await acceptSound(toneWav());
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(path).toBe(join(folder(), 'heard', `${id}.wav`));
  });

  it('goes by the bytes and not by the name', async () => {
    const path = join(folder(), 'question.wav');
    await writeFile(path, encoded('mp3'));
    expect((await acceptAudio(path, folder())).mediaType).toBe('audio/mpeg');
  });

  it('lets nothing above half the rate fold back', async () => {
    for (const hz of [8_300, 9_000, 12_000, 15_560, 20_000]) {
      const { path } = await acceptSound(toneWav(48_000, hz));
      expect((await hear(path)).at440, `${hz} Hz`).toBeLessThan(0.001);
    }
  });

  it('keeps loudness and pitch over the band of speech', async () => {
    for (const rate of [8_000, 22_050, 44_100, 96_000]) {
      const { path } = await acceptSound(toneWav(rate));
      expect((await hear(path)).at440, `${rate} Hz`).toBeCloseTo(0.5 * (1 - 400 / (1.5 * rate)), 2);
    }
  });

  it('takes a WAV whose writer could not know its size', async () => {
    for (const size of [0, 0xffffffff, 0x7fffffff]) {
      const bytes = Buffer.from(toneWav(16_000));
      bytes.writeUInt32LE(size, 40);
      expect((await hear((await acceptSound(bytes)).path)).seconds).toBe(1.5);
    }
  });

  it('takes a WAV with other chunks before and after its samples', async () => {
    const wav = toneWav(16_000);
    const list = Buffer.concat([Buffer.from('LIST\x05\0\0\0INFOx\0', 'latin1')]);
    const bytes = Buffer.concat([wav.subarray(0, 12), list, wav.subarray(12), list]);
    expect((await hear((await acceptSound(bytes)).path)).seconds).toBe(1.5);
  });

  it('takes MP3 with a cover picture and ignores the picture', async () => {
    const bytes = encoded('mp3', '-f', 'lavfi', '-i', 'color=red:s=64x64:d=0.04', '-map', '0:a', '-map', '1:v', '-frames:v', '1', '-c:v', 'png', '-disposition:v', 'attached_pic');
    expect((await hear((await acceptSound(bytes)).path)).at440).toBeGreaterThan(0.38);
  });

  it('says how to get ffmpeg where there is none, and needs none for plain WAV', async () => {
    await expect(acceptSound(encoded('mp3'), { ffmpeg: '' })).rejects.toMatchObject({ code: 'unsupported_media', message: expect.stringContaining('apt-get install ffmpeg') });
    await expect(acceptSound(toneWav(), { ffmpeg: '' })).resolves.toMatchObject({ mediaType: 'audio/wav' });
  });

  it('refuses what is too long, with what to do', async () => {
    for (const bytes of [toneWav(), encoded('mp3'), encoded('flac')]) {
      await expect(acceptSound(bytes, { bounds: { seconds: 1 } })).rejects.toMatchObject({ code: 'too_large', message: expect.stringContaining('Cut it') });
    }
  });

  it('refuses what has too many bytes', async () => {
    await expect(acceptSound(toneWav(), { bounds: { bytes: 1_000 } })).rejects.toMatchObject({ code: 'too_large' });
  });

  it('gives up when its time is over', async () => {
    for (const bytes of [toneWav(), encoded('mp3')]) expect(await soundOutcome(bytes, { bounds: { milliseconds: 1 } })).toBe('timed_out');
  });

  it('stops when it is called off, and leaves nothing', async () => {
    const long = encoded('mp3', '-af', 'aloop=loop=-1:size=66150', '-t', '900');
    const out = await mkdtemp(join(folder(), 'called-off-'));
    const calling = new AbortController();
    const accepting = acceptAudio(long, out, { signal: calling.signal });
    await expect.poll(() => readdir(out)).not.toEqual([]);
    calling.abort();
    await expect(accepting).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(out)).toEqual([]);
  });

  it('leaves the event loop free while it decodes a long WAV', async () => {
    const long = Buffer.from(toneWav(192_000, 440, 60));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await acceptSound(long);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
  });

  it('refuses what is no recording and says what it is', async () => {
    const film = encoded('mp4', '-f', 'lavfi', '-i', 'color=red:s=64x64:d=1.5', '-map', '0:a', '-map', '1:v', '-c:v', 'mpeg4');
    await expect(acceptSound(film)).rejects.toMatchObject({ code: 'unsupported_media', message: expect.stringContaining('video') });
    await expect(acceptSound(Buffer.from('%PDF-1.7 hello'))).rejects.toMatchObject({ code: 'unsupported_media', message: expect.stringContaining('PDF') });
    await expect(acceptSound(Buffer.from('hello'))).rejects.toMatchObject({ code: 'unsupported_media', message: expect.stringContaining('WAV, MP3') });
  });

  it('takes quiet and silence as they are: whether somebody speaks is not decided here', async () => {
    const { path } = await acceptSound(toneWav(16_000).fill(0, 44));
    expect((await hear(path)).at440).toBe(0);
  });
});
