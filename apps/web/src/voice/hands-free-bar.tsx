'use client';
import { Mic } from 'lucide-react';
import { useEffect } from 'react';
import { useReading } from '@/reading-aloud/reading';
import { endHandsFree, goOn } from './hands-free';
import { useHandsFree, type HandsFree } from './hands-free-state';
import { LevelMeter } from './level-meter';

const says = (state: HandsFree, sounding: boolean): string => {
  switch (state.status) {
    case 'opening': return 'Asking for the microphone';
    case 'answering': return 'Answering';
    case 'reading': return state.perhaps ? 'Go on…' : sounding ? 'Talk to interrupt' : 'Getting the voice ready';
    case 'paused': return state.why;
    default: return '';
  }
};

/** Where a conversation without presses stands while nobody is listened to: whether the microphone is on, what to do, and how to end it. */
export function HandsFreeBar() {
  const state = useHandsFree();
  const sounding = useReading((reading) => reading.sounding);
  const shown = state.status !== 'off' && state.status !== 'listening';
  useEffect(() => {
    if (!shown) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return;
      event.preventDefault();
      event.stopPropagation();
      endHandsFree();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [shown]);
  if (!shown) return null;
  const on = state.status === 'answering' || state.status === 'reading';
  return (
    <div className="voice-bar" role="group" aria-label="Hands-free" data-status={on ? 'listening' : 'off'}>
      <span className="on-air shrink-0" aria-hidden="true" />
      <p role="status" className="min-w-0 flex-1"><span className="font-semibold">{on ? 'Hands-free, microphone on. ' : state.status === 'paused' ? 'Paused. ' : 'Hands-free. '}</span>{says(state, sounding)}</p>
      {state.status === 'reading' && <span className="max-sm:hidden"><LevelMeter /></span>}
      {state.status === 'paused' && <button type="button" className="button button-line" onClick={goOn}><Mic size={15} /> Go on</button>}
      <button type="button" className="text-button" onClick={endHandsFree}>End</button>
    </div>
  );
}
