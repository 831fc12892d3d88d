'use client';
import { useEffect, useState } from 'react';
import { Logo } from '@/design/logo';
import { attachFiles, useDraftKey } from './composer';

/** Takes pictures that are dropped anywhere on the page. */
export function DropAnywhere() {
  const draftKey = useDraftKey();
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent, so the depth is counted.
    let depth = 0;
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const onEnter = (event: DragEvent): void => { if (carriesFiles(event)) { depth += 1; setOver(true); } };
    const onLeave = (event: DragEvent): void => { if (carriesFiles(event)) { depth -= 1; setOver(depth > 0); } };
    const onOver = (event: DragEvent): void => { if (carriesFiles(event)) event.preventDefault(); };
    const onDrop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      attachFiles(draftKey, [...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
    };
  }, [draftKey]);
  if (!over) return null;
  return (
    <div className="drop-veil">
      <div className="flex flex-col items-center gap-4">
        <Logo size={72} />
        <p className="font-display text-2xl font-semibold">Let go to show it</p>
      </div>
    </div>
  );
}
