import { OcelliError } from '@ocelli/protocol';
import { kokoroVoices } from './kokoro-voices.js';

/** A voice that can speak, whether or not its model is here. */
export interface Voice {
  id: string;
  name: string;
  /** What speaks it, as the catalogue names it. */
  model: string;
  /** What its model is called, for people. */
  family: string;
  dialect: 'us' | 'gb';
  /** Absent where its publisher does not say. */
  sex?: 'female' | 'male';
  /** What its licence asks of those who use it, where that is more than to be named. */
  terms?: string;
}

export const defaultVoice = 'af_heart';
const named = (id: string) => id[0]!.toUpperCase() + id.slice(1);
const american = { dialect: 'us' } as const;

/** Every voice, Kokoro's first. */
export const voices: readonly Voice[] = [
  ...kokoroVoices.map(([id]): Voice => ({ id, name: named(id.slice(3)), model: 'kokoro', family: 'Kokoro', dialect: id.startsWith('a') ? 'us' : 'gb', sex: id[1] === 'f' ? 'female' : 'male' })),
  { id: 'joe', name: 'Joe', model: 'piper-joe', family: 'Piper', ...american, sex: 'male', terms: 'tuned from a voice whose recordings are for research' },
  ...[...'12345'].map((number): Voice => ({ id: `supertonic-f${number}`, name: `Female ${number}`, model: 'supertonic', family: 'Supertonic', ...american, sex: 'female', terms: 'not for uses that OpenRAIL-M forbids' })),
];

/** A voice by its id or name. Throws `bad_request`, naming those there are. */
export function voiceCalled(wanted: string): Voice {
  const name = wanted.toLowerCase();
  const found = voices.find((voice) => voice.id === name) ?? voices.find((voice) => voice.name.toLowerCase() === name);
  if (found) return found;
  throw new OcelliError('bad_request', `There is no voice "${wanted}". There are: ${voices.map((voice) => voice.id).join(', ')}.`);
}
