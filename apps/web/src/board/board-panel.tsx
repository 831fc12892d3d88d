'use client';
import { Copy, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Attachment, Evidence } from '@/wire/protocol';
import { copy } from '@/design/copy';
import { Tip } from '@/design/tip';
import { isUnsure } from './certainty';
import { correctedPiece, loadCorrections, undoCorrections, useCorrections } from './corrections';
import { DigitalBoard, type DrawnSquare } from './digital-board';
import { placementOf } from './placement';

type BoardEvidence = Extract<Evidence, { kind: 'board' }>;

/** The board as it was read, redrawn beside its picture, where a misread square is set right with a click. */
export function BoardPanel({ picture, evidence }: { picture: Attachment; evidence: readonly Evidence[] }) {
  const boards = evidence.filter((item): item is BoardEvidence => item.kind === 'board' && item.attachmentId === picture.id);
  const [chosen, setChosen] = useState(0);
  const corrections = useCorrections((state) => state.of[picture.id]) ?? [];
  const shown = boards.find(({ boardIndex }) => boardIndex === chosen) ?? boards[0];
  const hasBoard = shown !== undefined;

  useEffect(() => {
    if (hasBoard) void loadCorrections(picture.id);
  }, [picture.id, hasBoard]);
  if (!shown) return null;

  const squares: DrawnSquare[] = shown.board.squares.map(({ square, piece, p }) => {
    const corrected = correctedPiece(corrections, shown.boardIndex, square);
    return corrected === undefined ? { square, piece, p, corrected: false } : { square, piece: corrected, p: 1, corrected: true };
  });
  const fen = placementOf(squares);
  const unsure = squares.filter(({ p }) => isUnsure(p));
  return (
    <section aria-label="Board" className="board-panel">
      <DigitalBoard attachmentId={picture.id} boardIndex={shown.boardIndex} orientation={shown.board.orientation} squares={squares} evidence={evidence} />
      <div className="flex min-w-0 flex-col gap-2.5 text-[13px]">
        <div className="flex items-baseline gap-2">
          <h3 className="font-display text-[16px] font-semibold">Board as read</h3>
          {boards.length > 1 && (
            <select aria-label="Which board" className="rounded-md border border-line-strong bg-surface px-1" value={shown.boardIndex} onChange={(event) => setChosen(Number(event.target.value))}>
              {boards.map(({ boardIndex }) => <option key={boardIndex} value={boardIndex}>{boardIndex + 1} of {boards.length}</option>)}
            </select>
          )}
        </div>
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
          <dt className="text-ink-faint">All squares right</dt>
          <dd className="whitespace-nowrap tabular-nums">{Math.round(shown.board.confidence * 100)} %</dd>
          <dt className="text-ink-faint">At the bottom</dt>
          <dd className="whitespace-nowrap">{shown.board.orientation === 'white-bottom' ? 'White' : 'Black'} <span className="text-ink-faint">({Math.round(shown.board.orientationConfidence * 100)} %)</span></dd>
          <dt className="text-ink-faint">Not sure</dt>
          <dd>{unsure.length === 0 ? 'nothing' : unsure.map(({ square }) => square).join(', ')}</dd>
        </dl>
        <p className="text-xs text-ink-faint">Choose a square to correct it.</p>
        <div className="mt-auto flex flex-wrap gap-1.5">
          <Tip text={fen}>
            <button type="button" className="button button-line px-3 text-[13px]" onClick={() => void copy(fen, 'FEN copied')}><Copy size={14} /> Copy FEN</button>
          </Tip>
          {corrections.length > 0 && (
            <button type="button" className="icon-button" onClick={() => void undoCorrections(picture.id)}><Undo2 size={14} /> Undo corrections</button>
          )}
        </div>
      </div>
    </section>
  );
}
