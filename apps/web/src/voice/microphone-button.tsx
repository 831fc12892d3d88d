'use client';
import { Mic, Square } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import { Tip } from '@/design/tip';
import { endSpeaking, release, settle, useSpeaking } from './speaking';

/** Held for so long, it is held: letting go ends the question. Let go before, it was a press: silence ends it. */
export const heldAfterMs = 350;

/** Starts and ends a spoken question: pressed or held, by mouse, finger or keyboard. */
export function MicrophoneButton({ onStart, onHold }: { onStart: () => void; onHold: (held: boolean) => void }) {
  const status = useSpeaking((state) => state.status);
  const on = status === 'opening' || status === 'listening';
  /** The press that started it, while it lasts. */
  const press = useRef<{ held: boolean; timer: ReturnType<typeof setTimeout> } | null>(null);
  useEffect(() => () => clearTimeout(press.current?.timer), []);

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>): void => {
    if (event.button !== 0 || on || status === 'closing') return;
    event.currentTarget.setPointerCapture(event.pointerId);
    onStart();
    const timer = setTimeout(() => {
      if (!press.current) return;
      press.current.held = true;
      onHold(true);
      settle('told');
    }, heldAfterMs);
    press.current = { held: false, timer };
  };
  const onPointerEnd = (): void => {
    const ended = press.current;
    if (!ended) return;
    clearTimeout(ended.timer);
    if (ended.held) release();
    else settle('silence');
    onHold(false);
    // The click that belongs to this press comes right after it.
    setTimeout(() => (press.current = null), 0);
  };
  const onClick = (event: MouseEvent): void => {
    if (press.current) return;
    if (on) endSpeaking();
    else if (event.detail === 0 && status !== 'closing') {
      onStart();
      settle('silence');
    }
  };
  // A held key repeats its click.
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.repeat) event.preventDefault();
  };

  return (
    // Beside it, because above stand the words and the way to forget them.
    <Tip text={on ? 'Done' : 'Ask aloud'} side="left">
      <button
        type="button"
        className="icon-button microphone-button"
        aria-label={on ? 'Done speaking' : 'Ask aloud'}
        aria-pressed={on}
        disabled={status === 'closing'}
        onPointerDown={onPointerDown}
        onPointerUp={onPointerEnd}
        onPointerCancel={onPointerEnd}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => event.preventDefault()}
      >
        {on ? <Square size={13} fill="currentColor" /> : <Mic size={18} />}
      </button>
    </Tip>
  );
}
