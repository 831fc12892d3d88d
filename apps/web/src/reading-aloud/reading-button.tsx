'use client';
import { Square, Volume2 } from 'lucide-react';
import { Tip } from '@/design/tip';
import { allowSound, readAloud, stopReading, useReading } from './reading';
import { useSpeaks } from './use-voices';

/** Reads one answer aloud, or stops. */
export function ReadingButton({ answerId }: { answerId: string }) {
  const on = useReading((state) => state.answerId === answerId);
  if (!useSpeaks()) return null;
  const press = (): void => {
    if (on) return stopReading();
    void allowSound();
    void readAloud(answerId, { asked: true });
  };
  return (
    <Tip text={on ? 'Stop' : 'Read aloud'}>
      <button type="button" className="icon-button" aria-label={on ? 'Stop reading aloud' : 'Read aloud'} aria-pressed={on} onClick={press}>{on ? <Square size={12} fill="currentColor" /> : <Volume2 size={15} />}</button>
    </Tip>
  );
}
