'use client';
import { AudioLines } from 'lucide-react';
import { Tip } from '@/design/tip';
import { endHandsFree } from './hands-free';
import { useHandsFree } from './hands-free-state';

/** Begins and ends a conversation without presses. */
export function HandsFreeButton({ onStart }: { onStart: () => void }) {
  const on = useHandsFree((state) => state.status !== 'off');
  return (
    <Tip text={on ? 'End hands-free' : 'Hands-free: ask and hear in turns'}>
      <button type="button" className="icon-button microphone-button hands-free-button" aria-label="Hands-free" aria-pressed={on} onClick={on ? endHandsFree : onStart}><AudioLines size={18} /></button>
    </Tip>
  );
}
