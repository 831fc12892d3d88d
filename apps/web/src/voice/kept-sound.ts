import { upload } from '@/composer/upload';
import { listening, OcelliError, type Recording } from '@/wire/protocol';

/** Stores the sound of a spoken question on the server, as a recording that its owner attached. Rejects as an upload does. */
export async function keepSound(sound: Uint8Array<ArrayBuffer>): Promise<Recording> {
  const file = new File([wavHeader(sound.length), sound], 'Spoken question.wav', { type: 'audio/wav' });
  const uploaded = await upload(file, { signal: new AbortController().signal, onProgress: () => undefined });
  if ('seconds' in uploaded) return uploaded;
  throw new OcelliError('internal', 'The server took the sound for something else.');
}

/** Of 16 kHz, mono, 16 bits. */
function wavHeader(bytes: number): ArrayBuffer {
  const header = new DataView(new ArrayBuffer(44));
  const write = (at: number, text: string): void => [...text].forEach((letter, index) => header.setUint8(at + index, letter.charCodeAt(0)));
  write(0, 'RIFF');
  header.setUint32(4, 36 + bytes, true);
  write(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, listening.sampleRateHz, true);
  header.setUint32(28, listening.sampleRateHz * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  write(36, 'data');
  header.setUint32(40, bytes, true);
  return header.buffer;
}
