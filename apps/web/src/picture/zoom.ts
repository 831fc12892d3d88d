import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';

const largest = 12;
const clampScale = (scale: number): number => Math.min(largest, Math.max(1, scale));

interface Size {
  width: number;
  height: number;
}

/** Size of a picture that is to fit into a frame, keeping its proportions; small pictures grow up to three times. */
export function fitted(picture: Size, frame: Size): Size {
  if (frame.width <= 0 || frame.height <= 0) return { width: 0, height: 0 };
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height, 3);
  return { width: picture.width * scale, height: picture.height * scale };
}

export interface Zoom {
  scale: number;
  /** Size of the picture on the screen. */
  size: Size;
  zoomBy: (factor: number, around?: { x: number; y: number }) => void;
  reset: () => void;
  frameHandlers: {
    onKeyDown: (event: KeyboardEvent) => void;
    onPointerDown: (event: PointerEvent) => void;
    onPointerMove: (event: PointerEvent) => void;
    onPointerUp: (event: PointerEvent) => void;
    onPointerCancel: (event: PointerEvent) => void;
  };
}

/**
 * Zooms a picture inside a scrolling frame by laying it out larger, so that strokes, labels and text keep their size and the
 * browser's own scrolling pans. Wheel and pinch zoom around the pointer; dragging pans; + - 0 work on the focused frame.
 */
export function useZoom(frame: RefObject<HTMLDivElement | null>, picture: Size): Zoom {
  const [scale, setScale] = useState(1);
  const [frameSize, setFrameSize] = useState<Size>({ width: 0, height: 0 });
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  /** The point of the picture (0..1) that has to stay under a point of the frame after the next layout. */
  const anchor = useRef<{ u: number; v: number; x: number; y: number } | null>(null);
  const base = fitted(picture, frameSize);
  const size = { width: base.width * scale, height: base.height * scale };

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setFrameSize({ width: element.clientWidth - 24, height: element.clientHeight - 24 }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);

  const zoomBy = useCallback((factor: number, around?: { x: number; y: number }) => {
    const element = frame.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    const bounds = element.getBoundingClientRect();
    const inner = content.getBoundingClientRect();
    const x = around ? around.x : bounds.left + bounds.width / 2;
    const y = around ? around.y : bounds.top + bounds.height / 2;
    anchor.current = { u: (x - inner.left) / inner.width, v: (y - inner.top) / inner.height, x, y };
    setScale((now) => clampScale(now * factor));
  }, [frame]);

  useLayoutEffect(() => {
    const element = frame.current;
    const inner = element?.firstElementChild?.getBoundingClientRect();
    if (!element || !inner || !anchor.current) return;
    const { u, v, x, y } = anchor.current;
    anchor.current = null;
    element.scrollLeft += inner.left + u * inner.width - x;
    element.scrollTop += inner.top + v * inner.height - y;
  }, [frame, scale]);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      // Two fingers on a touchpad scroll a zoomed picture; pinching (which arrives as ctrl + wheel) and a mouse wheel zoom.
      if (!event.ctrlKey && scale > 1 && event.deltaMode === 0 && Math.abs(event.deltaY) < 50) return;
      event.preventDefault();
      zoomBy(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), { x: event.clientX, y: event.clientY });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frame, scale, zoomBy]);

  const onPointerMove = (event: PointerEvent): void => {
    const element = frame.current;
    const before = pointers.current.get(event.pointerId);
    if (!element || !before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other) {
      const distance = (point: { x: number; y: number }): number => Math.hypot(point.x - other.x, point.y - other.y);
      if (distance(before) > 0) zoomBy(distance(now) / distance(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    } else {
      element.scrollLeft -= now.x - before.x;
      element.scrollTop -= now.y - before.y;
    }
  };
  const lift = (event: PointerEvent): void => void pointers.current.delete(event.pointerId);

  return {
    scale,
    size,
    zoomBy,
    reset: () => setScale(1),
    frameHandlers: {
      onKeyDown(event) {
        if (event.key === '+' || event.key === '=') zoomBy(1.3);
        else if (event.key === '-') zoomBy(1 / 1.3);
        else if (event.key === '0') setScale(1);
        else return;
        event.preventDefault();
      },
      onPointerDown(event) {
        // Read text stays selectable.
        if (event.button !== 0 || (event.target instanceof Element && event.target.closest('[data-selectable]'))) return;
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      },
      onPointerMove,
      onPointerUp: lift,
      onPointerCancel: lift,
    },
  };
}
