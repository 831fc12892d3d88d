import { gzipSync } from 'node:zlib';
import { encoded, toneWav } from './recordings.js';

export interface HostileRecording {
  name: string;
  outcome: 'recording' | 'broken_media' | 'unsupported_media' | 'too_large' | 'either';
  bytes: Buffer;
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
/** A copy with some bytes replaced. */
const patched = (file: Buffer, at: number, bytes: Buffer | string) => {
  const copy = Buffer.from(file);
  copy.set(typeof bytes === 'string' ? latin1(bytes) : bytes, at);
  return copy;
};
const u16 = (value: number) => Buffer.from([value & 255, value >> 8]);
const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
const cut = (file: Buffer, part: number) => file.subarray(0, Math.floor(file.length * part));
const box = (type: string, ...body: Buffer[]) => {
  const all = Buffer.concat([latin1(type), ...body]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(all.length + 4);
  return Buffer.concat([size, all]);
};

/** Recordings made to be refused, to break something, or to pass for something else. Needs the folder of `useAudioFolder`. */
export function hostileRecordings(): HostileRecording[] {
  const wav = toneWav(16_000, 440, 0.5);
  const [mp3, m4a, ogg, opus, flac, webm, aac] = [encoded('mp3'), encoded('m4a'), encoded('ogg', '-c:a', 'libvorbis'), encoded('opus', '-c:a', 'libopus'), encoded('flac'), encoded('webm', '-c:a', 'libopus'), encoded('aac')];
  const floats = (value: number, bits: 32 | 64 = 32) => {
    const samples = bits === 32 ? Buffer.from(Float32Array.from({ length: 800 }, (_, i) => (i === 400 ? value : 0)).buffer) : Buffer.from(Float64Array.from({ length: 800 }, (_, i) => (i === 400 ? value : 0)).buffer);
    return Buffer.concat([patched(patched(patched(wav.subarray(0, 44), 20, u16(3)), 34, u16(bits)), 40, u32(samples.length)), samples]);
  };
  const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n';
  const concat = "ffconcat version 1.0\nfile '/etc/passwd'\n";
  const reference = box('dinf', box('dref', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), box('alis', Buffer.from([0, 0, 0, 0]), latin1('/etc/passwd'))));
  const film = (extension: string) => encoded(extension, '-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5:duration=0.6', '-map', '1:v', '-an', ...(extension === 'ogg' ? ['-c:v', 'libtheora'] : []));
  const wrongFormat = (name: string, at: number, value: Buffer, outcome: HostileRecording['outcome'] = 'broken_media') => ({ name, outcome, bytes: patched(wav, at, value) });
  return [
    { name: 'nothing', outcome: 'broken_media', bytes: Buffer.alloc(0) },
    { name: 'one byte', outcome: 'unsupported_media', bytes: Buffer.from([0x52]) },
    { name: 'zeros', outcome: 'unsupported_media', bytes: Buffer.alloc(5_000) },
    { name: 'a WAV that is a name only', outcome: 'broken_media', bytes: wav.subarray(0, 12) },
    { name: 'a WAV cut off in its format', outcome: 'broken_media', bytes: wav.subarray(0, 30) },
    { name: 'a WAV cut off before its samples', outcome: 'broken_media', bytes: wav.subarray(0, 44) },
    { name: 'a WAV cut off in its samples', outcome: 'recording', bytes: cut(wav, 0.5) },
    { name: 'a WAV with one byte of a sample', outcome: 'broken_media', bytes: wav.subarray(0, 45) },
    wrongFormat('a WAV of no channel', 22, u16(0)),
    wrongFormat('a WAV of 65,535 channels', 22, u16(65_535)),
    wrongFormat('a WAV of 33 channels', 22, u16(33)),
    wrongFormat('a WAV of no samples a second', 24, u32(0)),
    wrongFormat('a WAV of 4 billion samples a second', 24, u32(0xffffffff)),
    wrongFormat('a WAV of 1 sample a second', 24, u32(1)),
    wrongFormat('a WAV of no bits', 34, u16(0)),
    wrongFormat('a WAV of 12 bits', 34, u16(12)),
    wrongFormat('a WAV of 65,535 bits', 34, u16(65_535)),
    wrongFormat('a WAV whose format is 4 GB', 16, u32(0xfffffff0)),
    wrongFormat('a WAV whose format is 2 bytes', 16, u32(2)),
    wrongFormat('a WAV whose samples are 4 GB', 40, u32(0xffffffff), 'recording'),
    wrongFormat('a WAV whose whole is 0 bytes', 4, u32(0), 'recording'),
    wrongFormat('a WAV that claims the wrong bytes a second and block size', 28, Buffer.alloc(6, 255), 'recording'),
    wrongFormat('a WAV of an unknown codec', 20, u16(0x7777)),
    wrongFormat('a WAV that claims to hold MP3 and holds samples', 20, u16(0x55), 'either'),
    wrongFormat('a WAV that claims to hold ADPCM without its table', 20, u16(2), 'either'),
    { name: 'a WAV of an extensible format that is not there', outcome: 'broken_media', bytes: patched(wav, 20, u16(0xfffe)) },
    { name: 'a WAV with its samples before their format', outcome: 'broken_media', bytes: Buffer.concat([wav.subarray(0, 12), wav.subarray(36), wav.subarray(12, 36)]) },
    { name: 'a WAV of a million empty chunks', outcome: 'broken_media', bytes: Buffer.concat([wav.subarray(0, 12), Buffer.alloc(8_000_000, latin1('junk\0\0\0\0'))]) },
    { name: 'a WAV whose chunk ends beyond the file', outcome: 'broken_media', bytes: Buffer.concat([wav.subarray(0, 12), latin1('junk'), u32(0xfffffffe), wav.subarray(12)]) },
    { name: 'a WAV of two formats', outcome: 'recording', bytes: Buffer.concat([wav.subarray(0, 36), patched(wav.subarray(12, 36), 10, u16(0)), wav.subarray(36)]) },
    { name: 'floats with one that is no number', outcome: 'broken_media', bytes: floats(NaN) },
    { name: 'floats with an infinite one', outcome: 'broken_media', bytes: floats(Infinity) },
    { name: 'floats far beyond what can be played', outcome: 'recording', bytes: floats(1e30) },
    { name: 'doubles with one that is no number', outcome: 'broken_media', bytes: floats(NaN, 64) },
    { name: 'doubles beyond what floats can hold', outcome: 'either', bytes: floats(1e300, 64) },
    { name: 'a WAV that says it lasts 27 hours at the least rate', outcome: 'too_large', bytes: Buffer.concat([patched(patched(wav.subarray(0, 44), 24, u32(1_000)), 40, u32(0xffffffff)), Buffer.alloc(11_000_000)]) },
    { name: 'an MP3 cut off in the middle', outcome: 'recording', bytes: cut(mp3, 0.5) },
    { name: 'an MP3 of its first frame header', outcome: 'either', bytes: mp3.subarray(0, mp3.indexOf(0xff) + 4) },
    { name: 'an MP3 whose tag claims 256 MB', outcome: 'unsupported_media', bytes: patched(mp3, 6, Buffer.from([127, 127, 127, 127])) },
    { name: 'an MP3 signature and noise', outcome: 'either', bytes: Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7_919) & 255))]) },
    { name: 'an ID3 tag and nothing else', outcome: 'unsupported_media', bytes: latin1('ID3\x04\0\0\0\0\0\0') },
    { name: 'an M4A cut off before its index', outcome: 'unsupported_media', bytes: patched(cut(m4a, 0.6), 8, 'isom') },
    { name: 'an M4A of Apple cut off before its index', outcome: 'broken_media', bytes: patched(cut(m4a, 0.6), 8, 'M4A ') },
    { name: 'an M4A that is its name only', outcome: 'broken_media', bytes: box('ftyp', latin1('M4A \0\0\0\0isom')) },
    { name: 'an M4A that points to another file', outcome: 'either', bytes: Buffer.concat([m4a, box('moov', box('trak', box('mdia', box('minf', reference))))]) },
    { name: 'an M4A whose index is in itself a thousand times', outcome: 'broken_media', bytes: Buffer.concat([box('ftyp', latin1('M4A \0\0\0\0isom')), Array.from({ length: 1_000 }).reduce<Buffer>((inner) => box('moov', inner), Buffer.alloc(8))]) },
    { name: 'an M4A with a track that claims 4 billion samples', outcome: 'either', bytes: patched(m4a, m4a.indexOf('stsz') + 12, Buffer.from([255, 255, 255, 255])) },
    { name: 'an M4A whose samples lie beyond the file', outcome: 'broken_media', bytes: patched(m4a, m4a.indexOf('stco') + 12, Buffer.from([127, 255, 255, 255])) },
    { name: 'an M4A whose time runs at rate 0', outcome: 'either', bytes: patched(m4a, m4a.indexOf('mdhd') + 16, Buffer.alloc(4)) },
    { name: 'an Ogg page and no more', outcome: 'broken_media', bytes: ogg.subarray(0, 58) },
    { name: 'an Ogg cut off in the middle', outcome: 'either', bytes: cut(ogg, 0.7) },
    { name: 'an Opus with 255 channels', outcome: 'either', bytes: patched(opus, opus.indexOf('OpusHead') + 9, Buffer.from([255])) },
    { name: 'an Opus with no channel', outcome: 'either', bytes: patched(opus, opus.indexOf('OpusHead') + 9, Buffer.from([0])) },
    { name: 'an Ogg whose time is at its end', outcome: 'either', bytes: patched(opus, 6, Buffer.alloc(8, 127)) },
    { name: 'a FLAC cut off in the middle', outcome: 'recording', bytes: cut(flac, 0.6) },
    { name: 'a FLAC that claims 2^36 samples', outcome: 'either', bytes: patched(flac, 21, Buffer.from([flac[21]! | 15, 255, 255, 255, 255])) },
    { name: 'a FLAC of its header only', outcome: 'broken_media', bytes: flac.subarray(0, 42) },
    { name: 'a FLAC that claims no samples a second', outcome: 'either', bytes: patched(flac, 18, Buffer.from([0, 0, flac[20]! & 15])) },
    { name: 'a WebM cut off in the middle', outcome: 'recording', bytes: cut(webm, 0.7) },
    { name: 'a WebM of its first bytes', outcome: 'broken_media', bytes: webm.subarray(0, 60) },
    { name: 'a WebM whose segment is larger than any disk', outcome: 'either', bytes: patched(webm, webm.indexOf(Buffer.from([0x18, 0x53, 0x80, 0x67])) + 4, Buffer.from([1, 255, 255, 255, 255, 255, 255, 254])) },
    { name: 'an AAC cut off in the middle', outcome: 'recording', bytes: cut(aac, 0.5) },
    { name: 'AAC frames of length 0', outcome: 'either', bytes: Buffer.alloc(7_000, Buffer.from([0xff, 0xf1, 0x50, 0x80, 0x00, 0x1f, 0xfc])) },
    { name: 'a playlist that names a file of this machine', outcome: 'unsupported_media', bytes: latin1(playlist) },
    { name: 'a list of files to be joined', outcome: 'unsupported_media', bytes: latin1(concat) },
    { name: 'a playlist behind the name of a WAV', outcome: 'broken_media', bytes: Buffer.concat([latin1('RIFF\0\0\0\0WAVE'), latin1(playlist)]) },
    { name: 'a playlist behind the name of an MP3', outcome: 'broken_media', bytes: Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), latin1(playlist)]) },
    { name: 'a playlist behind the name of an M4A', outcome: 'broken_media', bytes: Buffer.concat([box('ftyp', latin1('M4A \0\0\0\0isom')), latin1(playlist)]) },
    { name: 'a list of files behind the name of an Ogg', outcome: 'broken_media', bytes: Buffer.concat([latin1('OggS'), latin1(concat)]) },
    { name: 'a list of files behind the name of a FLAC', outcome: 'broken_media', bytes: Buffer.concat([latin1('fLaC'), latin1(concat)]) },
    { name: 'a playlist behind the name of a WebM', outcome: 'broken_media', bytes: Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), latin1(playlist)]) },
    { name: 'a description of a session', outcome: 'unsupported_media', bytes: latin1('v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nc=IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n') },
    { name: 'a picture', outcome: 'unsupported_media', bytes: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
    { name: 'a playlist that names an address', outcome: 'unsupported_media', bytes: latin1('#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://169.254.169.254/latest/meta-data/\n#EXT-X-ENDLIST\n') },
    { name: 'a playlist of a player', outcome: 'unsupported_media', bytes: latin1('[playlist]\nFile1=http://127.0.0.1:1/\nNumberOfEntries=1\n') },
    { name: 'a playlist in XML', outcome: 'unsupported_media', bytes: latin1('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><MPD>&b;</MPD>') },
    { name: 'an address of a protocol that joins files', outcome: 'unsupported_media', bytes: latin1('concat:/etc/passwd|/etc/hosts') },
    { name: 'an address and nothing else', outcome: 'unsupported_media', bytes: latin1('http://127.0.0.1:1/secret.wav') },
    { name: 'a playlist behind an ID3 tag', outcome: 'unsupported_media', bytes: Buffer.concat([latin1('ID3\x03\0\0\0\0\0\0'), latin1(playlist)]) },
    { name: 'a page', outcome: 'unsupported_media', bytes: latin1('<!doctype html><html><audio src="file:///etc/passwd" autoplay></html>') },
    { name: 'a drawing with a script', outcome: 'unsupported_media', bytes: latin1('<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("//x")</script></svg>') },
    { name: 'a document', outcome: 'unsupported_media', bytes: latin1('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF') },
    { name: 'values in JSON', outcome: 'unsupported_media', bytes: latin1(JSON.stringify({ audio: [0.1, 0.2, 0.3], sampleRate: 16_000 })) },
    { name: 'an archive', outcome: 'unsupported_media', bytes: Buffer.concat([latin1('PK\x03\x04\x14\0\0\0\x08\0'), Buffer.alloc(200)]) },
    { name: 'ten megabytes of zeros in a few thousand bytes', outcome: 'unsupported_media', bytes: gzipSync(Buffer.alloc(10 * 1024 * 1024)) },
    { name: 'a film in an MP4, its sound left out', outcome: 'unsupported_media', bytes: film('mp4') },
    { name: 'a film in a WebM, its sound left out', outcome: 'unsupported_media', bytes: film('webm') },
    { name: 'a film in an Ogg, its sound left out', outcome: 'broken_media', bytes: film('ogg') },
    { name: 'a film in an AVI behind the name of a WAV', outcome: 'broken_media', bytes: patched(film('avi'), 8, 'WAVE') },
    { name: 'a sheet of music', outcome: 'unsupported_media', bytes: latin1('MThd\0\0\0\x06\0\0\0\x01\0\x60MTrk\0\0\0\x04\0\xff\x2f\0') },
    { name: 'an AIFF', outcome: 'unsupported_media', bytes: latin1('FORM\0\0\0\x2eAIFFCOMM\0\0\0\x12') },
    { name: 'a WAV of 255 channels', outcome: 'broken_media', bytes: patched(wav, 22, u16(255)) },
    { name: 'a WAV of 10 million samples a second', outcome: 'broken_media', bytes: patched(wav, 24, u32(10_000_000)) },
    { name: 'a program', outcome: 'unsupported_media', bytes: Buffer.concat([latin1('\x7fELF\x02\x01\x01'), Buffer.alloc(100)]) },
  ];
}
