import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { acceptAudio, wavBytes } from '@ocelli/media';
import { createLocalPerception, defaultModelsDir, ensureDownloads, type LocalPerception } from '@ocelli/models';

const run = promisify(execFile);

/** A voice that speaks questions: Kokoro's by their names, espeak-ng's by theirs, and festival's. */
export interface AloudVoice {
  engine: 'kokoro' | 'espeak-ng' | 'festival';
  name: string;
}

export const kokoroVoices = ['af_heart', 'am_michael', 'bf_emma', 'bm_george', 'af_bella', 'am_puck'].map((name): AloudVoice => ({ engine: 'kokoro', name }));
const others: readonly AloudVoice[] = [{ engine: 'espeak-ng', name: 'en-us' }, { engine: 'espeak-ng', name: 'en-gb' }, { engine: 'festival', name: 'kal_diphone' }];
const installs: Record<string, string> = { 'espeak-ng': 'apt-get install espeak-ng', festival: 'apt-get install festival festvox-kallpc16k' };

/** The voices of this machine beside Kokoro's, and for those that are missing what brings them. */
export async function otherVoices(): Promise<{ voices: AloudVoice[]; missing: string[] }> {
  const here = new Map<string, boolean>();
  for (const engine of Object.keys(installs)) here.set(engine, await run(engine, ['--version']).then(() => true, () => false));
  return { voices: others.filter(({ engine }) => here.get(engine)), missing: [...here].filter(([, is]) => !is).map(([engine]) => `without ${engine}: ${installs[engine]}`) };
}

/** Speaks texts as 16 kHz samples; what was spoken once is kept beside the fetched models. */
export class Aloud {
  #kokoro: LocalPerception | undefined;
  readonly #folder = join(dirname(defaultModelsDir()), 'bench', 'spoken');

  async say(text: string, voice: AloudVoice): Promise<Int16Array> {
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, `${createHash('sha256').update(`${voice.engine} ${voice.name} ${text}`).digest('hex')}.wav`);
    const kept = await readFile(path).catch(() => undefined);
    if (kept) return samplesOf(kept);
    const work = join(this.#folder, randomUUID());
    await mkdir(work);
    try {
      const accepted = await acceptAudio(await this.#speak(text, voice, work), work);
      await rename(accepted.path, path);
      return samplesOf(await readFile(path));
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    await this.#kokoro?.close();
  }

  async #speak(text: string, { engine, name }: AloudVoice, work: string): Promise<Uint8Array | string> {
    const made = join(work, 'spoken.wav');
    if (engine === 'espeak-ng') {
      await run('espeak-ng', ['-v', name, '-s', '150', '-w', made, text]);
      return made;
    }
    if (engine === 'festival') {
      const script = join(work, 'text.txt');
      await writeFile(script, text);
      await run('text2wave', ['-eval', `(voice_${name})`, script, '-o', made]);
      return made;
    }
    if (!this.#kokoro) {
      await ensureDownloads(['kokoro'], { onProgress: () => {} });
      this.#kokoro = createLocalPerception();
    }
    const pieces: Float32Array[] = [];
    const { value } = await this.#kokoro.speak(text, { voice: name, onSound: ({ samples }) => pieces.push(samples) });
    return wavBytes(Float32Array.from(pieces.flatMap((piece) => [...piece])), value.sampleRate);
  }
}

/** Of a file as media writes it: a plain header of 44 bytes. */
export const samplesOf = (file: Buffer): Int16Array => new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
