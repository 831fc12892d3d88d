'use client';
import { useMemo } from 'react';
import type { AssistantMessage, Attachment } from '@/wire/protocol';
import { imageUrl } from '@/wire/rest';
import { isLit, largestFirst, marksOn } from './marks';
import { litNow, show, useViewer } from './viewer-store';

/** Pictures one answer shows in its text; all of them are in the viewer. */
const mostShown = 4;

/**
 * The pictures an answer rests on, with its marks, inside the conversation: where there is no room for the viewer beside it, the
 * evidence still stands with the words. Choosing one opens the viewer.
 */
export function EvidencePictures({ answer, pictures }: { answer: AssistantMessage; pictures: readonly Attachment[] }) {
  const besideOpen = useViewer((state) => state.besideOpen);
  const shown = pictures.filter(({ id }) => marksOn(answer.evidence, id).length > 0).slice(0, mostShown);
  if (shown.length === 0) return null;
  return (
    <ul aria-label="Marked pictures" className={`marked-pictures ${besideOpen ? 'min-[900px]:hidden' : ''}`}>
      {shown.map((picture) => (
        <li key={picture.id}><MarkedPicture picture={picture} answer={answer} number={pictures.length > 1 ? pictures.indexOf(picture) + 1 : undefined} /></li>
      ))}
    </ul>
  );
}

function MarkedPicture({ picture, answer, number }: { picture: Attachment; answer: AssistantMessage; number: number | undefined }) {
  const lit = useViewer(litNow);
  const marks = useMemo(() => largestFirst(marksOn(answer.evidence, picture.id)), [answer.evidence, picture.id]);
  const anyLit = marks.some((mark) => isLit(mark, lit));
  return (
    <button
      type="button"
      className="marked-picture"
      aria-label={`Show the marks on ${number === undefined ? 'the picture' : `picture ${number}`}: ${picture.name}`}
      style={{ aspectRatio: `${picture.width} / ${picture.height}`, width: `min(100%, ${(17 * picture.width) / picture.height}rem)` }}
      onClick={() => show({ attachmentId: picture.id, answerId: answer.id })}
    >
      <img src={imageUrl(picture.id, 800)} alt="" loading="lazy" />
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" className="overlay" data-any-lit={anyLit || undefined}>
        {marks.map((mark) => (
          <polygon key={mark.id} points={mark.corners.map(([x, y]) => `${x},${y}`).join(' ')} className="mark" data-kind={mark.kind} data-tone={mark.tone} data-lit={isLit(mark, lit) || undefined} />
        ))}
      </svg>
      {number !== undefined && <span className="picture-number" aria-hidden="true">{number}</span>}
    </button>
  );
}
