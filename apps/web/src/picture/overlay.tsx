'use client';
import { useRef, useState, type KeyboardEvent } from 'react';
import { isLit, type Mark } from './marks';
import { hover, leave, litNow, useViewer } from './viewer-store';

const words: Record<Mark['kind'], string> = { thing: '', face: '', square: '', board: 'board', text: 'text', code: 'code', region: 'part', unsure: '' };

function describe(mark: Mark): string {
  const what = [words[mark.kind], mark.text ?? mark.label].filter(Boolean).join(': ');
  return `${what}, ${Math.round(mark.score * 100)} % sure`;
}

/** Marks over a picture. One tab stop; arrow keys walk from mark to mark, and whatever is pointed at lights up in the answer. */
export function Overlay({ marks, label }: { marks: readonly Mark[]; label: string }) {
  const lit = useViewer(litNow);
  const [current, setCurrent] = useState(0);
  const group = useRef<SVGSVGElement>(null);
  const anyLit = marks.some((mark) => isLit(mark, lit));

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || marks.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (current + step + marks.length) % marks.length;
    setCurrent(next);
    group.current?.querySelectorAll<SVGElement>('[role=img]')[next]?.focus();
  };

  return (
    <>
      <svg ref={group} viewBox="0 0 1 1" preserveAspectRatio="none" className="overlay" data-any-lit={anyLit || undefined} role="group" aria-label={label} onKeyDown={onKeyDown}>
        {marks.map((mark, at) => (
          <polygon
            key={mark.id}
            role="img"
            aria-label={describe(mark)}
            tabIndex={at === Math.min(current, marks.length - 1) ? 0 : -1}
            points={mark.corners.map(([x, y]) => `${x},${y}`).join(' ')}
            className="mark"
            data-kind={mark.kind}
            data-tone={mark.tone}
            data-lit={isLit(mark, lit) || undefined}
            data-mark-id={mark.id}
            onPointerEnter={() => hover(mark.id)}
            onPointerLeave={() => leave(mark.id)}
            onFocus={() => { setCurrent(at); hover(mark.id); }}
            onBlur={() => leave(mark.id)}
          />
        ))}
      </svg>
      {marks.map((mark) => <MarkLabel key={mark.id} mark={mark} pointedAt={lit !== null && (mark.id === lit || mark.square === lit)} crowded={marks.length > 24} />)}
    </>
  );
}

/**
 * Labels keep their size while the picture is zoomed. Things counted together carry their numbers, and their names when they are
 * pointed at; a group that is lit needs no names, which would hide what they name.
 */
function MarkLabel({ mark, pointedAt, crowded }: { mark: Mark; pointedAt: boolean; crowded: boolean }) {
  const named = mark.kind === 'thing' || mark.kind === 'face' || mark.kind === 'code' || mark.kind === 'region';
  const left = Math.min(...mark.corners.map(([x]) => x));
  const right = Math.max(...mark.corners.map(([x]) => x));
  const top = Math.min(...mark.corners.map(([, y]) => y));
  if (mark.kind === 'unsure') {
    return <span aria-hidden="true" className="unsure-label" data-lit={pointedAt || undefined} style={{ left: `${right * 100}%`, top: `${top * 100}%` }}>?</span>;
  }
  if (mark.kind === 'text' || (!pointedAt && (!named || crowded))) return null;
  const words = mark.ordinal !== undefined && !pointedAt ? `${mark.ordinal}` : mark.label;
  // A label that starts far to the right would leave the picture.
  const place = left > 0.72 ? { right: `${Math.max(0, 1 - right) * 100}%` } : { left: `${Math.max(0, left) * 100}%` };
  return (
    <span aria-hidden="true" className="mark-label" data-tone={mark.tone} data-lit={pointedAt || undefined} data-low={top < 0.06 || undefined} data-end={left > 0.72 || undefined} style={{ ...place, top: `${Math.max(0, top) * 100}%` }}>
      {words} {words === mark.label && mark.kind !== 'region' && <span className="opacity-75">{Math.round(mark.score * 100)} %</span>}
    </span>
  );
}
