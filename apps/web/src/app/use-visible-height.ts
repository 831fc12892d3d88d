import { useEffect } from 'react';

/** Keeps `--visible-height` at what an on-screen keyboard leaves of the page, for browsers that lay the keyboard over it (iOS). */
export function useVisibleHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const update = (): void => {
      // While the page is zoomed with two fingers the visible part is smaller for another reason.
      if (viewport.scale === 1) document.documentElement.style.setProperty('--visible-height', `${Math.round(viewport.height)}px`);
    };
    update();
    viewport.addEventListener('resize', update);
    return () => viewport.removeEventListener('resize', update);
  }, []);
}
