import { useEffect, useRef } from 'react';

export interface Shortcuts {
  newChat: () => void;
  search: () => void;
  write: () => void;
  toggleHistory: () => void;
  togglePicture: () => void;
  stop: () => void;
  help: () => void;
}

const writes = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

/** The page's keyboard shortcuts. Keys without Alt count only outside of fields; an open dialog keeps its own keys. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return;
      // On a Mac, Alt changes the letter; the code names the key itself.
      const withAlt: Partial<Record<string, () => void>> = { KeyN: latest.current.newChat, KeyK: latest.current.search, KeyB: latest.current.toggleHistory, KeyP: latest.current.togglePicture };
      const plain: Partial<Record<string, () => void>> = { '/': latest.current.write, '?': latest.current.help };
      const run = event.altKey ? withAlt[event.code] : event.key === 'Escape' ? latest.current.stop : writes(event.target) ? undefined : plain[event.key];
      if (!run) return;
      if (event.key !== 'Escape') event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
