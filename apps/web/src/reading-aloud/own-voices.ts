import { OcelliError } from '@/wire/protocol';

/** Voices that speak in this browser itself, without any server of anybody's; the others would send what they say elsewhere. */
export function ownVoices(): SpeechSynthesisVoice[] {
  if (typeof speechSynthesis === 'undefined') return [];
  return speechSynthesis.getVoices().filter(({ localService }) => localService === true);
}

/** Tells when the browser's list of voices changes: it is often empty at first. Returns how to stop. */
export function onOwnVoices(changed: () => void): () => void {
  if (typeof speechSynthesis === 'undefined' || typeof speechSynthesis.addEventListener !== 'function') return () => undefined;
  speechSynthesis.addEventListener('voiceschanged', changed);
  return () => speechSynthesis.removeEventListener('voiceschanged', changed);
}

/** Says words with one of the browser's voices. Resolves when they are said; rejects with `cancelled`, or with `internal` where the browser does not say them. */
export function sayWith(voice: SpeechSynthesisVoice, text: string, { speed, signal, onBegin }: { speed: number; signal: AbortSignal; onBegin: () => void }): Promise<void> {
  return new Promise((resolve, reject) => {
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = speed;
    const stop = (): void => {
      speechSynthesis.cancel();
      reject(new OcelliError('cancelled', 'Reading aloud was stopped.'));
    };
    said.onstart = onBegin;
    said.onend = () => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    said.onerror = ({ error }) => {
      signal.removeEventListener('abort', stop);
      reject(new OcelliError('internal', `The browser’s voice does not speak (${error}). Choose another one in Settings, Reading aloud.`));
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    speechSynthesis.speak(said);
  });
}
