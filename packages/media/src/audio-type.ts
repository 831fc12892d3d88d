import { OcelliError } from '@ocelli/protocol';
import { fileTypeFromBuffer } from 'file-type';

/** The types of recordings that are decoded: `format` as it is called in answers, the value as it is served and stored. */
export const audioTypes = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
  webm: 'audio/webm',
} as const;
export type AudioFormat = keyof typeof audioTypes;

const welcome = 'WAV, MP3, M4A, Ogg (Vorbis, Opus), FLAC and WebM recordings can be added.';
/** As much of a file as is looked at to name what is refused. */
const headBytes = 4_100;
const mostId3Bytes = 16 * 1024 * 1024;

/** What a recording is, by its bytes alone; undefined for all that is none of {@link audioTypes}. A film in an MP4 or a WebM counts as none. */
export function audioFormat(bytes: Uint8Array): AudioFormat | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = (text: string, at = 0) => file.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
  if ((starts('RIFF') || starts('RIFX') || starts('RF64') || starts('BW64')) && starts('WAVE', 8)) return 'wav';
  if (starts('fLaC')) return 'flac';
  if (starts('OggS')) return 'ogg';
  if (starts('\x1a\x45\xdf\xa3')) return hasFilm(file, 'V_') ? undefined : 'webm';
  if (starts('ftyp', 4)) return starts('M4A ', 8) || starts('M4B ', 8) || (isFilmContainer(file) && !hasHandler(file, 'vide') && hasHandler(file, 'soun')) ? 'm4a' : undefined;
  return byFrames(file, starts('ID3') ? id3End(file) : 0);
}

/** Whether these bytes are sound, of a type that is decoded or of another. */
export async function isSound(bytes: Uint8Array): Promise<boolean> {
  if (audioFormat(bytes) !== undefined) return true;
  return (await fileTypeFromBuffer(bytes.subarray(0, headBytes)).catch(() => undefined))?.mime.startsWith('audio/') === true;
}

/** Refuses what {@link audioFormat} does not know, with `unsupported_media` and what to do instead. */
export async function audioType(bytes: Uint8Array): Promise<AudioFormat> {
  const format = audioFormat(bytes);
  if (format) return format;
  const found = await fileTypeFromBuffer(bytes.subarray(0, headBytes)).catch(() => undefined);
  throw new OcelliError('unsupported_media', refusal(found?.ext, found?.mime));
}

function refusal(ext: string | undefined, mime: string | undefined): string {
  if (!ext || !mime) return `This is no recording that can be read. ${welcome}`;
  if (mime.startsWith('video/')) return `This is a video. Save its sound alone (as MP3 or WAV) and add that.`;
  if (mime.startsWith('audio/')) return `Recordings of type ${ext.toUpperCase()} cannot be read. Save it as WAV or MP3 and add that.`;
  return `This is a ${ext.toUpperCase()} file, not a recording. ${welcome}`;
}

/** An MPEG or ADTS frame (ISO 11172-3, 2.4.1.3; ISO 14496-3, 1.A.3.2), or FLAC behind a tag that does not belong there but is common. */
function byFrames(file: Buffer, at: number): AudioFormat | undefined {
  if (file.subarray(at, at + 4).toString('latin1') === 'fLaC') return 'flac';
  // Writers of tags pad them beyond the size that they state.
  const last = at === 0 ? 0 : Math.min(file.length - 4, at + 4_096);
  for (; at <= last && at + 4 <= file.length; at++) {
    const [first, second, third] = [file[at]!, file[at + 1]!, file[at + 2]!];
    if (first !== 0xff) continue;
    const layer = (second >> 1) & 3;
    if (second >= 0xf0 && layer === 0 && ((third >> 2) & 15) < 13) return 'aac';
    if (second >= 0xe0 && ((second >> 3) & 3) !== 1 && (layer === 1 || layer === 2) && third >> 4 !== 15 && third >> 4 !== 0 && ((third >> 2) & 3) !== 3) return 'mp3';
  }
  return undefined;
}

/** ID3v2 (id3.org/id3v2.4.0-structure, 3.1): 10 bytes of header, the size in four times seven bits. */
function id3End(file: Buffer): number {
  if (file.length < 10) return file.length;
  const size = ((file[6]! & 127) << 21) | ((file[7]! & 127) << 14) | ((file[8]! & 127) << 7) | (file[9]! & 127);
  return 10 + Math.min(size, mostId3Bytes) + (file[5]! & 16 ? 10 : 0);
}

/** Brands of ISO base media that hold sound alone as well as films; pictures (HEIC, AVIF) have their own. */
const isFilmContainer = (file: Buffer) => /^(isom|iso[2-9]|mp4[12]|M4[AB] |3g[p2].|dash|qt  |f4a |mp42|MSNV|avc1)/.test(file.toString('latin1', 8, 12));

/** Whether a track's handler (ISO 14496-12, 8.4.3) is of this kind. */
function hasHandler(file: Buffer, kind: 'vide' | 'soun'): boolean {
  for (let at = file.indexOf('hdlr'); at !== -1; at = file.indexOf('hdlr', at + 4)) {
    if (file.toString('latin1', at + 12, at + 16) === kind) return true;
  }
  return false;
}

/** Codec names of Matroska stand as text in the tracks' entries, before the first cluster. */
function hasFilm(file: Buffer, prefix: string): boolean {
  const cluster = file.indexOf(Buffer.from([0x1f, 0x43, 0xb6, 0x75]));
  const head = file.subarray(0, Math.min(cluster === -1 ? file.length : cluster, 1024 * 1024));
  for (let at = head.indexOf(0x86); at !== -1; at = head.indexOf(0x86, at + 1)) {
    if (head.toString('latin1', at + 2, at + 2 + prefix.length) === prefix) return true;
  }
  return false;
}
