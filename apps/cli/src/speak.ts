import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { defaultVoice, speakable, voiceCalled, voices } from '@ocelli/models';
import { OcelliError, speakLimits } from '@ocelli/protocol';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { looking } from './looking.js';
import { bringModels } from './models/bring-models.js';
import type { Spoken, VoiceListed } from './outputs.js';
import { soundFile, soundPipe, unwritable, type SoundSink } from './sound-file.js';
import { ActivityLine, print, printAside, printJson } from './terminal.js';

export interface SpeakCommand {
  json: boolean;
  offline: boolean;
  output?: string;
  voice?: string;
  speed: number;
  voices: boolean;
}

const mostTextBytes = 1_000_000;

/** `ocelli speak "text" -o out.wav`: says a text, Markdown as a person would read it, into a WAV file ("-": standard output). With `--voices`: which there are. */
export async function speak(text: string | undefined, { json, offline, output, voice, speed, voices: list }: SpeakCommand): Promise<ExitCode> {
  if (list) return listVoices(json);
  if (text === undefined) throw new OcelliError('bad_request', 'Say what to speak: ocelli speak "Hello." -o hello.wav ("-" reads it from standard input).');
  if (output === undefined) throw new OcelliError('bad_request', 'Say where the sound goes: -o out.wav ("-o -" writes it to standard output).');
  if (output === '-' && json) throw new OcelliError('bad_request', 'Sound and JSON cannot both go to standard output. Name a file: -o out.wav.');
  const parts = inParts(speakable(text === '-' ? await standardInput() : text));
  if (parts.length === 0) throw new OcelliError('bad_request', 'There is nothing in this text that can be spoken.');
  // Before a model is fetched, and before there is a minute of sound that cannot be kept.
  if (output !== '-') await stat(dirname(output)).catch((cause: NodeJS.ErrnoException) => Promise.reject(unwritable(output, cause)));
  // Other models have terms of their own: whoever wants one pulls it, and is told so where it is missing.
  if (voiceCalled(voice ?? defaultVoice).model === voiceCalled(defaultVoice).model) await bringModels(['kokoro'], { offline, quiet: json || output === '-' });
  const activity = json ? undefined : new ActivityLine();
  return await looking([], async ({ perception }) => {
    const started = performance.now();
    const all = parts.reduce((sum, { length }) => sum + length, 0);
    let [before, firstMs, samples] = [0, 0, 0];
    let [sampleRate, said, pack] = [24_000, { voice: '', model: '' }, ''];
    let sink: SoundSink | undefined;
    activity?.show('Loading the voice');
    try {
      for (const part of parts) {
        let writing = Promise.resolve();
        let within = 0;
        const stopped = new AbortController();
        const { value, uses } = await perception.speak(part, {
          ...(voice === undefined ? {} : { voice }),
          speed,
          signal: stopped.signal,
          onSound(sound) {
            firstMs ||= Math.round(performance.now() - started);
            samples += sound.samples.length;
            within += sound.text.length;
            // Whoever stops reading, or a full disk, ends the work.
            writing = writing.then(async () => (sink ??= output === '-' ? await soundPipe(sound.sampleRate) : await soundFile(output, sound.sampleRate)).write(sound.samples));
            writing.catch(() => stopped.abort());
            const done = Math.min(99, Math.round((100 * (before + Math.min(within, part.length))) / all));
            activity?.show(`${all > 300 ? `${done} %, ` : ''}${lengthOf(samples / sound.sampleRate)}: ${sound.text.slice(0, 60)}`);
          },
        }).catch(async (cause: unknown) => {
          await writing;
          throw cause;
        });
        await writing;
        before += part.length;
        sampleRate = value.sampleRate;
        said = { voice: value.voice, model: uses[0]?.model ?? '' };
        pack = uses[0]?.pack ?? '';
      }
      await sink?.finish();
    } catch (cause) {
      await sink?.discard();
      throw cause;
    } finally {
      activity?.clear();
    }
    const spoken: Spoken = { output, seconds: Number((samples / sampleRate).toFixed(2)), sampleRate, ...said, firstMs, ms: Math.round(performance.now() - started) };
    if (json) printJson(spoken);
    else if (output !== '-') printAside(`${output} · ${spoken.seconds} s · ${spoken.voice} · ${spoken.model} (${pack}) · ${spoken.ms} ms`);
    return exitCodes.ok;
  });
}

const lengthOf = (seconds: number) => (seconds < 60 ? `${Math.round(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`);

function listVoices(json: boolean): ExitCode {
  for (const { id, name, model, dialect, sex, terms } of voices) {
    if (json) printJson({ id, name, model, dialect, ...(sex === undefined ? {} : { sex }), ...(terms === undefined ? {} : { terms }) } satisfies VoiceListed);
    else print(`${id.padEnd(13)} ${[name, dialect === 'us' ? 'American' : 'British', ...(sex === undefined ? [] : [sex])].join(', ')}${model === 'kokoro' ? '' : ` (${model}${terms === undefined ? '' : `; ${terms}`})`}`);
  }
  return exitCodes.ok;
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostTextBytes) throw new OcelliError('too_large', 'Up to 1 MB of text can be spoken in one call.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Whole lines, as many as fit one request; a line that is longer is cut between words. */
function inParts(text: string): string[] {
  const parts: string[] = [];
  for (const line of text.split('\n').flatMap((long) => long.match(new RegExp(`.{1,${speakLimits.characters / 2}}(?:\\s|$)|.{1,${speakLimits.characters / 2}}`, 'gsu')) ?? [])) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + line.length < speakLimits.characters / 2) parts[parts.length - 1] = `${last}\n${line}`;
    else parts.push(line);
  }
  return parts.filter((part) => part.trim() !== '');
}
