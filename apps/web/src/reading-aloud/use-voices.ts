import { useEffect, useState } from 'react';
import { useModels } from '@/models/models-store';
import { OcelliError, type VoiceChoice, type Voices } from '@/wire/protocol';
import { rest } from '@/wire/rest';
import { onOwnVoices, ownVoices } from './own-voices';

/** Whether the server knows a model that speaks; whether it is there already is told when something is to be read. */
export const useSpeaks = (): boolean => useModels((state) => state.report?.models.some(({ tasks }) => tasks.includes('speak')) ?? false);

/** The server's voices, and the browser's own; `problem`: why the server's are not known. */
export function useVoices(): { server: Voices | null; own: SpeechSynthesisVoice[]; problem: string } {
  const [server, setServer] = useState<Voices | null>(null);
  const [problem, setProblem] = useState('');
  const [own, setOwn] = useState<SpeechSynthesisVoice[]>([]);
  useEffect(() => {
    rest.voices().then(setServer, (cause: unknown) => setProblem(OcelliError.from(cause).message));
    const update = (): void => setOwn(ownVoices());
    update();
    return onOwnVoices(update);
  }, []);
  return { server, own, problem };
}

/** "American English", and of other models than the usual one "Piper: American English": in the order in which the server names the voices. */
export function byDialect({ voices, usual }: Voices): [string, VoiceChoice[]][] {
  const usualFamily = voices.find(({ id }) => id === usual)?.family;
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const groups = new Map<string, VoiceChoice[]>();
  for (const voice of voices) {
    const language = names.of(voice.language) ?? voice.language;
    const title = voice.family === usualFamily ? language : `${voice.family}: ${language}`;
    groups.set(title, [...(groups.get(title) ?? []), voice]);
  }
  return [...groups];
}
