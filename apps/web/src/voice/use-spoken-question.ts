import { useEffect, useRef, useState } from 'react';
import { useModels } from '@/models/models-store';
import { stopReading } from '@/reading-aloud/reading';
import { goOn, startHandsFree } from './hands-free';
import { useHandsFree } from './hands-free-state';
import { cancelSpeaking, startSpeaking, useSpeaking, type Heard, type Subject } from './speaking';
import { useVoiceSettings } from './voice-settings';

/** Less sure than this of its words, the transcriber is asked to let the speaker look at them. */
const sureEnough = 0.55;

/** Whether the server knows a model that hears speech; whether it is there already is told when somebody wants to speak. */
export const useHears = (): boolean => useModels((state) => state.report?.models.some(({ tasks }) => tasks.includes('transcribe')) ?? false);

interface Asking {
  draftKey: string;
  /** What the question is about, as it is when the speaker begins. */
  subject(): Subject;
  /** Whether these words can go as they are. */
  mayBeSent(text: string): boolean;
  onSend(text: string, sound: Uint8Array<ArrayBuffer>): void;
  /** The words are for the speaker to look at first. */
  onWait(text: string): void;
}

/** Makes a question of what is said: sent at once, or shown first where the words are in doubt, something keeps them, or the speaker prefers it. */
export function useSpokenQuestion(asking: Asking) {
  const latest = useRef(asking);
  latest.current = asking;
  const [held, setHeld] = useState(false);
  /** Why the words in the field wait. */
  const [toCheck, setToCheck] = useState('');
  const available = useHears();
  const busy = useSpeaking(({ status }) => status === 'opening' || status === 'listening' || status === 'closing');
  const { draftKey } = asking;
  useEffect(() => {
    setToCheck('');
    // What was said belongs to the conversation it was said in.
    return cancelSpeaking;
  }, [draftKey]);

  const onHeard = (heard: Heard, sound: Uint8Array<ArrayBuffer>): 'sent' | 'waits' => {
    const { mayBeSent, onSend, onWait } = latest.current;
    const why = reasonToWait(heard);
    if (!why && mayBeSent(heard.text)) {
      onSend(heard.text, sound);
      return 'sent';
    }
    onWait(heard.text);
    setToCheck(why ?? 'This is what was heard. Send it when you are ready.');
    return 'waits';
  };
  const subject = (): Subject => latest.current.subject();
  return {
    available,
    busy,
    held,
    setHeld,
    toCheck,
    checked: () => setToCheck(''),
    start: () => {
      setToCheck('');
      if (useHandsFree.getState().status !== 'off') return goOn();
      // Nobody has to talk against the page's own voice.
      stopReading();
      startSpeaking(subject(), { onHeard });
    },
    converse: () => {
      setToCheck('');
      startHandsFree({ subject, onHeard });
    },
  };
}

function reasonToWait({ confidence, endedBy }: Heard): string | null {
  if (endedBy === 'limit') return 'Only the first minute was heard. Check the words, then send.';
  if (confidence < sureEnough) return 'Not sure that these are your words. Check them, then send.';
  return useVoiceSettings.getState().confirm ? 'This is what was heard. Check it, then send.' : null;
}
