'use client';
import type { ReactNode } from 'react';
import type { Evidence } from '@/wire/protocol';
import { minutes } from './heard-words';
import { playFrom } from './play-from';

/** Words of an answer that are said in a recording: choosing them plays it from there. */
export function PassageChip({ passage, children }: { passage: Evidence & { kind: 'passage' }; children: ReactNode }) {
  const play = (): void => void playFrom(passage.attachmentId, passage.start);
  return (
    <span
      role="button"
      tabIndex={0}
      className="evidence-chip"
      data-tone="plain"
      aria-description={`Plays the recording from ${minutes(Math.floor(passage.start))}`}
      onClick={play}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        play();
      }}
    >
      {children}
    </span>
  );
}
