'use client';
import { Dialog } from 'radix-ui';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Attachment, Box } from '@/wire/protocol';
import { imageUrl } from '@/wire/rest';
import { boxBetween, isPart, moved, resized } from './region-shape';

interface RegionDialogProps {
  picture: Attachment;
  open: boolean;
  initial?: Box;
  onClose: () => void;
  /** Undefined: the whole picture again. */
  onChoose: (region: Box | undefined) => void;
}

/** Draws a rectangle on a picture, so that the next question is about that part alone. */
export function RegionDialog({ open, onClose, ...rest }: RegionDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => { if (!next) onClose(); }}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog flex w-[min(94vw,56rem)] flex-col gap-3">
          <Dialog.Title className="dialog-title">Ask about a part</Dialog.Title>
          <Dialog.Description className="text-sm text-ink-soft">
            Drag a rectangle over the part you mean. <span className="pointer-coarse:hidden">With the keyboard: arrows move it, Shift and arrows resize it.</span>
          </Dialog.Description>
          <RegionDrawing onClose={onClose} {...rest} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function RegionDrawing({ picture, initial, onClose, onChoose }: Omit<RegionDialogProps, 'open'>) {
  const [region, setRegion] = useState<Box | undefined>(initial);
  const area = useRef<HTMLDivElement>(null);
  const from = useRef<[number, number] | null>(null);

  const pointOf = (event: PointerEvent): [number, number] => {
    const bounds = area.current!.getBoundingClientRect();
    return [(event.clientX - bounds.left) / bounds.width, (event.clientY - bounds.top) / bounds.height];
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.altKey ? 0.005 : 0.025;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (!by) return;
    event.preventDefault();
    const current = region ?? [0.3, 0.3, 0.7, 0.7];
    setRegion(event.shiftKey ? resized(current, by[0]!, by[1]!) : region ? moved(current, by[0]!, by[1]!) : current);
  };
  const choose = (value: Box | undefined): void => {
    onChoose(value);
    onClose();
  };

  return (
    <>
      <div className="grid place-items-center rounded-xl bg-stage p-2">
        <div
          ref={area}
          tabIndex={0}
          role="application"
          aria-label="Part of the picture: arrow keys move it, Shift and arrow keys resize it"
          aria-describedby="region-now"
          className="relative max-h-[58dvh] max-w-full touch-none cursor-crosshair overflow-hidden rounded-sm select-none"
          style={{ aspectRatio: `${picture.width} / ${picture.height}`, width: `min(100%, ${(58 * picture.width) / picture.height}dvh)` }}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            from.current = pointOf(event);
          }}
          onPointerMove={(event) => {
            if (from.current) setRegion(boxBetween(from.current, pointOf(event)));
          }}
          onPointerUp={() => {
            from.current = null;
            setRegion((drawn) => (drawn && isPart(drawn) ? drawn : undefined));
          }}
        >
          <img src={imageUrl(picture.id, 1600)} alt={picture.name} draggable={false} className="size-full rounded-sm" />
          {region && <div className="region-drawn" style={{ left: `${region[0] * 100}%`, top: `${region[1] * 100}%`, width: `${(region[2] - region[0]) * 100}%`, height: `${(region[3] - region[1]) * 100}%` }} />}
        </div>
      </div>
      <p id="region-now" aria-live="polite" className="sr-only">
        {region ? `From ${percent(region[0])} across and ${percent(region[1])} down, ${percent(region[2] - region[0])} wide, ${percent(region[3] - region[1])} high` : 'The whole picture'}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        {initial && <button type="button" className="button button-line mr-auto" onClick={() => choose(undefined)}>Whole picture</button>}
        <button type="button" className="button button-line" onClick={onClose}>Cancel</button>
        <button type="button" className="button button-ink" disabled={!region} onClick={() => choose(region)}>Ask about this part</button>
      </div>
    </>
  );
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
