import { useEffect, useState } from 'react';

/** Whether the page is at least so many pixels wide; null until it runs in a browser. */
function useWidth(pixels: number): boolean | null {
  const [wide, setWide] = useState<boolean | null>(null);
  useEffect(() => {
    const media = matchMedia(`(min-width: ${pixels}px)`);
    const update = (): void => setWide(media.matches);
    update();
    media.addEventListener('change', update);
    return () => media.removeEventListener('change', update);
  }, [pixels]);
  return wide;
}

/** Whether there is room for a picture beside the chat. */
export const useIsWide = (): boolean | null => useWidth(900);

/** Whether there is room for the conversations beside these two. */
export const useIsRoomy = (): boolean | null => useWidth(1200);
