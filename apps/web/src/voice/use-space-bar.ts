import { useEffect, useRef, type KeyboardEvent } from 'react';
import { release, settle } from './speaking';
import { heldAfterMs } from './microphone-button';

interface SpaceBar {
  /** For the field's `onKeyDown`. True when the key was taken. */
  onKeyDown(event: KeyboardEvent): boolean;
}

/** Speaking while the space bar is held in an empty field; a short press writes a space, as always. */
export function useSpaceBar({ enabled, onStart, onHold, onSpace }: { enabled: boolean; onStart: () => void; onHold: (held: boolean) => void; onSpace: () => void }): SpaceBar {
  const latest = useRef({ onStart, onHold, onSpace });
  latest.current = { onStart, onHold, onSpace };
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; held: boolean } | null>(null);

  useEffect(() => {
    const end = (): void => {
      const ended = press.current;
      press.current = null;
      if (!ended) return;
      clearTimeout(ended.timer);
      if (!ended.held) return latest.current.onSpace();
      release();
      latest.current.onHold(false);
    };
    const onKeyUp = (event: globalThis.KeyboardEvent): void => {
      if (event.code === 'Space') end();
    };
    window.addEventListener('keyup', onKeyUp);
    // Who leaves the window lets go where nobody sees it.
    window.addEventListener('blur', end);
    return () => {
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', end);
      clearTimeout(press.current?.timer);
    };
  }, []);

  return {
    onKeyDown(event) {
      if (event.code !== 'Space' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.nativeEvent.isComposing) return false;
      if (!press.current && (!enabled || event.repeat)) return false;
      event.preventDefault();
      press.current ??= {
        held: false,
        timer: setTimeout(() => {
          if (!press.current) return;
          press.current.held = true;
          latest.current.onStart();
          latest.current.onHold(true);
          settle('told');
        }, heldAfterMs),
      };
      return true;
    },
  };
}
