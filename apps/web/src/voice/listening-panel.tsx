'use client';
import { useEffect } from 'react';
import { endHandsFree } from './hands-free';
import { useHandsFree } from './hands-free-state';
import { LevelMeter } from './level-meter';
import { hearsLive } from './microphone';
import { cancelSpeaking, endSpeaking, useSpeaking } from './speaking';

/** Forgets what was said; hands-free, the whole conversation ends. */
function cancel(): void {
  if (useHandsFree.getState().status === 'off') cancelSpeaking();
  else endHandsFree();
}

/** What a speaker sees in place of the question's field: whether the microphone is on, how loud it is, the words so far. */
export function ListeningPanel({ held }: { held: boolean }) {
  const speaking = useSpeaking();
  const handsFree = useHandsFree((state) => state.status !== 'off');
  const { status } = speaking;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') cancel();
      else if (event.key === 'Enter') endSpeaking();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the composer and the page's shortcuts, whatever has the focus.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
  if (status === 'idle' || status === 'problem') return null;
  const [stable, rest] = status === 'opening' ? ['', ''] : [speaking.stable, speaking.rest];
  const hint = status === 'listening' && stable + rest === '' ? (speaking.voice === 'silent' ? 'Ask your question…' : 'Go on…') : '';
  const ends = held ? 'Let go when you are done' : hearsLive() ? 'Silence ends it' : 'Press again when you are done';
  const esc = handsFree ? 'Esc ends hands-free' : 'Esc forgets it';
  return (
    <div className="listening" data-status={status}>
      <p className="min-h-6 px-4 pt-3.5 text-[16px] leading-6" aria-hidden="true">
        <span className="text-ink">{stable}</span> <span className="text-ink-faint">{rest || hint}</span>
      </p>
      <div className="flex items-center gap-3 px-4 pt-2 pb-1">
        <p role="status" className="flex items-center gap-2 text-[13px] whitespace-nowrap text-ink-soft">
          <span className="on-air" aria-hidden="true" />
          {status === 'opening' ? 'Asking for the microphone' : status === 'listening' ? 'The microphone is on' : 'Working out the last words'}
        </p>
        <LevelMeter />
        <button type="button" className="text-button text-[13px]" onClick={cancel}>{handsFree ? 'End' : 'Cancel'}</button>
        <span className="ml-auto text-xs whitespace-nowrap text-ink-faint max-sm:hidden" aria-hidden="true">{status === 'listening' ? `${ends} · ${esc}` : ''}</span>
      </div>
    </div>
  );
}
