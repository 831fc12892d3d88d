import { useEffect, useState } from 'react';

const query = '(min-width: 900px)';

/** Whether there is room beside the chat; null until the page runs in a browser. */
export function useIsWide(): boolean | null {
  const [wide, setWide] = useState<boolean | null>(null);
  useEffect(() => {
    const media = matchMedia(query);
    const update = (): void => setWide(media.matches);
    update();
    media.addEventListener('change', update);
    return () => media.removeEventListener('change', update);
  }, []);
  return wide;
}
