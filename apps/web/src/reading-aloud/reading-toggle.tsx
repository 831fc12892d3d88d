'use client';
import { Volume2, VolumeX } from 'lucide-react';
import { Tip } from '@/design/tip';
import { allowSound, stopReading } from './reading';
import { useReadingSettings } from './reading-settings';
import { useSpeaks } from './use-voices';

const says = { never: 'Answers are not read aloud', spoken: 'Answers to spoken questions are read aloud', all: 'Answers are read aloud' };

/** Turns reading aloud on and off, as it was chosen last in the settings. */
export function ReadingToggle() {
  const { when, wanted, change } = useReadingSettings();
  if (!useSpeaks()) return null;
  const on = when !== 'never';
  const press = (): void => {
    if (on) stopReading();
    else void allowSound();
    change({ when: on ? 'never' : wanted });
  };
  return (
    <Tip text={says[when]}>
      <button type="button" className="icon-button" aria-label="Read answers aloud" aria-pressed={on} onClick={press}>{on ? <Volume2 size={18} /> : <VolumeX size={18} />}</button>
    </Tip>
  );
}
