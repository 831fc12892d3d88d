'use client';
import { useEffect, useRef } from 'react';
import { useLevel } from './speaking';

const bars = 32;

/** Loudness to a bar's height: ears hear ratios, so each 6 dB count the same; what is below -54 dB is silence. */
const height = (level: number): number => Math.max(0, Math.min(1, 1 + Math.log10(Math.max(level, 1e-6)) / 2.7));

/** The last second or so of the microphone's loudness. Drawn without React: it changes 25 times a second. */
export function LevelMeter() {
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const heights = Array.from<number>({ length: bars }).fill(0);
    return useLevel.subscribe(({ level }) => {
      heights.shift();
      heights.push(height(level));
      for (const [at, bar] of [...(meter.current?.children ?? [])].entries()) (bar as HTMLElement).style.scale = `1 ${Math.max(0.08, heights[at]!)}`;
    });
  }, []);
  return (
    <div ref={meter} className="level-meter" aria-hidden="true">
      {Array.from({ length: bars }, (_, at) => <i key={at} />)}
    </div>
  );
}
