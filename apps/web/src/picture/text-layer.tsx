'use client';
import { useMemo } from 'react';
import type { Mark } from './marks';
import { hover, leave } from './viewer-store';

interface Placed {
  mark: Mark;
  left: number;
  top: number;
  height: number;
  angle: number;
  stretch: number;
}

const probe = 100;

/** Where and how wide a line of read text has to be set so that it covers the print; `widthAt` measures text in a font of that size. */
export function placeLine(mark: Mark, size: { width: number; height: number }, widthAt: (text: string, fontSize: number) => number): Placed {
  const [a, b, , d] = mark.corners.map(([x, y]) => [x * size.width, y * size.height] as const) as [readonly [number, number], readonly [number, number], unknown, readonly [number, number]];
  const width = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const height = Math.hypot(d[0] - a[0], d[1] - a[1]);
  const natural = (widthAt(mark.text ?? '', probe) / probe) * height;
  return { mark, left: a[0], top: a[1], height, angle: Math.atan2(b[1] - a[1], b[0] - a[0]), stretch: natural > 0 ? width / natural : 1 };
}

/** Read text laid invisibly over the print, so that it can be selected and copied where it stands. */
export function TextLayer({ marks, size }: { marks: readonly Mark[]; size: { width: number; height: number } }) {
  const lines = useMemo(() => {
    const context = document.createElement('canvas').getContext('2d');
    const widthAt = (text: string, fontSize: number): number => {
      if (!context) return 0;
      context.font = `${fontSize}px sans-serif`;
      return context.measureText(text).width;
    };
    return marks.filter(({ text }) => text).map((mark) => placeLine(mark, size, widthAt));
  }, [marks, size.width, size.height]);
  return (
    <div className="text-layer" aria-hidden="true">
      {lines.map(({ mark, left, top, height, angle, stretch }) => (
        <span key={mark.id} data-selectable onPointerEnter={() => hover(mark.id)} onPointerLeave={() => leave(mark.id)}
          style={{ left, top, fontSize: height, lineHeight: 1, transform: `rotate(${angle}rad) scaleX(${stretch})` }}>
          {mark.text}
          <br />
        </span>
      ))}
    </div>
  );
}
