'use client';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Evidence } from '@/wire/protocol';
import { evidenceNamed, marksOn } from '@/picture/marks';
import { hover, leave, litNow, show, useViewer } from '@/picture/viewer-store';
import { PassageChip } from '@/recording/passage-chip';

interface EvidenceChipProps {
  name: string;
  evidence: readonly Evidence[];
  answerId: string;
  children: ReactNode;
}

/** Words of an answer that rest on evidence: pointing at them lights up their marks, choosing them keeps those lit. */
export function EvidenceChip({ name, evidence, answerId, children }: EvidenceChipProps) {
  const named = evidenceNamed(evidence, name);
  const lit = useViewer((state) => {
    const now = litNow(state);
    return now !== null && (now === name || named.some((item) => item.id === now));
  });
  const pinned = useViewer((state) => state.pinned === name && state.answerId === answerId);
  const first = named[0];
  // The evidence may arrive after the words; until then they are just words.
  if (!first) return <>{children}</>;
  if (first.kind === 'passage') return <PassageChip passage={first}>{children}</PassageChip>;
  const tone = marksOn(evidence, first.attachmentId).find(({ id }) => id === first.id)?.tone ?? 'plain';
  const swatch = first.kind === 'fact' ? first.hex : undefined;
  const choose = (): void => show({ attachmentId: first.attachmentId, answerId, pin: pinned ? null : name });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose();
  };
  // A button element would stand in the line as one block; long quotes have to break like the words they are.
  return (
    <span
      role="button"
      tabIndex={0}
      className={`evidence-chip ${swatch ? 'whitespace-nowrap' : ''}`}
      data-tone={tone}
      data-lit={lit || undefined}
      aria-pressed={pinned}
      aria-description={named.length > 1 ? `Shows ${named.length} marks on the picture` : 'Shows the mark on the picture'}
      onPointerEnter={() => { useViewer.setState({ answerId }); hover(name); }}
      onPointerLeave={() => leave(name)}
      onFocus={() => hover(name)}
      onBlur={() => leave(name)}
      onClick={choose}
      onKeyDown={onKeyDown}
    >
      {swatch && <span aria-hidden="true" className="mr-1 inline-block size-3 rounded-full border border-line-strong align-[-1px]" style={{ background: swatch }} />}
      {children}
    </span>
  );
}
