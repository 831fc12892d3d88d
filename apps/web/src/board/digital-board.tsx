'use client';
import { Popover } from 'radix-ui';
import { useRef, useState, type ComponentProps, type KeyboardEvent } from 'react';
import type { BoardOrientation, Evidence, Piece } from '@/wire/protocol';
import { isLit, marksOn, squareName } from '@/picture/marks';
import { hover, leave, litNow, useViewer } from '@/picture/viewer-store';
import { drawnOrder, isDark } from './board-geometry';
import { isUnsure } from './certainty';
import { correctSquare } from './corrections';
import { pieceName, PieceShape } from './piece-shape';

export interface DrawnSquare {
  square: string;
  piece: Piece | null;
  /** Probability that the piece is right. */
  p: number;
  corrected: boolean;
}

interface DigitalBoardProps {
  attachmentId: string;
  boardIndex: number;
  orientation: BoardOrientation;
  squares: readonly DrawnSquare[];
  /** What the answer marks: pointing at its words lights up squares here too. */
  evidence: readonly Evidence[];
}

const choices: (Piece | null)[] = ['K', 'Q', 'R', 'B', 'N', 'P', 'k', 'q', 'r', 'b', 'n', 'p', null];

/** The reading as a board, the same way up as in the picture. One tab stop; arrow keys walk over the squares, Enter chooses one. */
export function DigitalBoard({ attachmentId, boardIndex, orientation, squares, evidence }: DigitalBoardProps) {
  const [current, setCurrent] = useState(0);
  const [choosing, setChoosing] = useState<string | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const bySquare = new Map(squares.map((drawn) => [drawn.square, drawn]));
  const order = drawnOrder(orientation);
  const lit = useViewer(litNow);
  const litSquares = new Set([lit, ...marksOn(evidence, attachmentId).flatMap((mark) => (mark.square && isLit(mark, lit) ? [mark.square] : []))]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
    const next = step === undefined ? -1 : current + step;
    const wraps = (step === 1 && current % 8 === 7) || (step === -1 && current % 8 === 0);
    if (next < 0 || next > 63 || wraps) return;
    event.preventDefault();
    setCurrent(next);
    grid.current?.querySelectorAll<HTMLButtonElement>('.square')[next]?.focus();
  };

  return (
    <div ref={grid} className="digital-board" role="group" aria-label="Board as read: choose a square to correct it" onKeyDown={onKeyDown}>
      {order.map((name, at) => {
        const drawn = bySquare.get(name);
        if (!drawn) return null;
        return (
          <Popover.Root key={name} open={choosing === name} onOpenChange={(open) => setChoosing(open ? name : null)}>
            <Popover.Trigger asChild>
              <Square drawn={drawn} tabIndex={at === current ? 0 : -1} onVisit={() => setCurrent(at)} corner={cornerLabels(order, at)} lightsUp={squareName(boardIndex, name)} lit={litSquares.has(squareName(boardIndex, name))} />
            </Popover.Trigger>
            {choosing === name && (
              <PieceChoice drawn={drawn} onChoose={(piece) => { setChoosing(null); void correctSquare(attachmentId, { boardIndex, square: name, piece }); }} />
            )}
          </Popover.Root>
        );
      })}
    </div>
  );
}

function cornerLabels(order: readonly string[], at: number): { file?: string; rank?: string } {
  return { ...(at >= 56 ? { file: order[at]![0]! } : {}), ...(at % 8 === 0 ? { rank: order[at]![1]! } : {}) };
}

type SquareProps = { drawn: DrawnSquare; tabIndex: number; lit: boolean; lightsUp: string; onVisit: () => void; corner: { file?: string; rank?: string } } & ComponentProps<'button'>;

function Square({ drawn, lit, lightsUp, onVisit, corner, ...button }: SquareProps) {
  const doubt = drawn.corrected ? ', set by you' : isUnsure(drawn.p) ? `, not sure, ${Math.round(drawn.p * 100)} %` : '';
  return (
    <button
      {...button}
      type="button"
      className="square"
      aria-label={`${drawn.square}: ${pieceName(drawn.piece)}${doubt}`}
      data-dark={isDark(drawn.square) || undefined}
      data-unsure={(!drawn.corrected && isUnsure(drawn.p)) || undefined}
      data-corrected={drawn.corrected || undefined}
      data-lit={lit || undefined}
      onFocus={onVisit}
      onPointerEnter={() => hover(lightsUp)}
      onPointerLeave={() => leave(lightsUp)}
    >
      {drawn.piece && <PieceShape piece={drawn.piece} />}
      {corner.rank && <span className="square-rank" aria-hidden="true">{corner.rank}</span>}
      {corner.file && <span className="square-file" aria-hidden="true">{corner.file}</span>}
    </button>
  );
}

function PieceChoice({ drawn, onChoose }: { drawn: DrawnSquare; onChoose: (piece: Piece | null) => void }) {
  return (
    <Popover.Portal>
      <Popover.Content className="menu piece-choice" sideOffset={6} collisionPadding={8} aria-label={`What is on ${drawn.square}?`}>
        <p className="px-1 pb-1.5 text-[13px]">
          <span className="font-semibold">{drawn.square}</span> <span className="text-ink-faint">read as {pieceName(drawn.piece)}{drawn.corrected ? ', set by you' : `, ${Math.round(drawn.p * 100)} % sure`}</span>
        </p>
        <div className="grid grid-cols-6 gap-1">
          {choices.map((piece) => (
            <button key={piece ?? 'empty'} type="button" className={`piece-button ${piece === null ? 'col-span-6 py-1 text-[13px]' : 'aspect-square'}`} aria-label={pieceName(piece)} aria-pressed={piece === drawn.piece} onClick={() => onChoose(piece)}>
              {piece === null ? 'Empty square' : <PieceShape piece={piece} />}
            </button>
          ))}
        </div>
      </Popover.Content>
    </Popover.Portal>
  );
}
