import { create } from 'zustand';
import { OcelliError, type AssistantMessage, type BoardCorrection, type Message, type Piece } from '@/wire/protocol';
import { rest } from '@/wire/rest';
import { say } from '@/design/toasts';
import { shownBranch, useConversation } from '@/conversation/conversation-store';
import { regenerate, stop } from '@/conversation/send-turn';

/** Squares that were set by hand, per picture. They override the reading from then on. */
export const useCorrections = create<{ of: Record<string, readonly BoardCorrection[]> }>(() => ({ of: {} }));

const keep = (attachmentId: string, corrections: readonly BoardCorrection[]): void =>
  useCorrections.setState(({ of }) => ({ of: { ...of, [attachmentId]: corrections } }));

export async function loadCorrections(attachmentId: string): Promise<void> {
  try {
    keep(attachmentId, (await rest.corrections(attachmentId)).corrections);
  } catch {
    // Without them the panel shows the reading alone, which carries earlier corrections anyway.
  }
}

const same = (a: BoardCorrection, b: BoardCorrection): boolean => a.boardIndex === b.boardIndex && a.square === b.square;

/** Sets a square by hand: shown at once, stored, and the latest answer about the board is given again. */
export async function correctSquare(attachmentId: string, correction: BoardCorrection): Promise<void> {
  const before = useCorrections.getState().of[attachmentId] ?? [];
  keep(attachmentId, [...before.filter((other) => !same(other, correction)), correction]);
  try {
    keep(attachmentId, (await rest.correct(attachmentId, correction)).corrections);
    answerAgainSoon(attachmentId);
  } catch (cause) {
    keep(attachmentId, before);
    say(`The square was not changed. ${OcelliError.from(cause).message}`, { tone: 'problem' });
  }
}

/** Forgets every correction of a picture. */
export async function undoCorrections(attachmentId: string): Promise<void> {
  try {
    keep(attachmentId, (await rest.undoCorrections(attachmentId)).corrections);
    answerAgainSoon(attachmentId);
  } catch (cause) {
    say(`The corrections were kept. ${OcelliError.from(cause).message}`, { tone: 'problem' });
  }
}

/** The piece on a square after corrections; `undefined` when it was not corrected. */
export const correctedPiece = (corrections: readonly BoardCorrection[], boardIndex: number, square: string): Piece | null | undefined =>
  corrections.find((correction) => same(correction, { boardIndex, square, piece: null }))?.piece;

/** The latest answer of a branch that rests on a board of this picture. */
export const latestAboutBoard = (branch: readonly Message[], attachmentId: string): AssistantMessage | undefined =>
  branch.findLast(
    (message): message is AssistantMessage =>
      message.role === 'assistant' && message.evidence.some((item) => (item.kind === 'board' || item.kind === 'square') && item.attachmentId === attachmentId),
  );

/** Several squares are often set one after the other: one new answer serves them all. */
const pauseMs = 700;
let pause: ReturnType<typeof setTimeout> | undefined;

function answerAgainSoon(attachmentId: string): void {
  clearTimeout(pause);
  pause = setTimeout(() => {
    const branch = shownBranch(useConversation.getState());
    const answer = latestAboutBoard(branch, attachmentId);
    if (!answer) return;
    if (answer.id === branch.at(-1)?.id) {
      if (answer.status === 'running') void stop(answer.runId);
      regenerate(answer.parentId);
    } else {
      // Answering again there would leave the later questions behind on another branch.
      say('Corrected. The next answers use it.', { action: { label: 'Answer again', run: () => regenerate(answer.parentId) } });
    }
  }, pauseMs);
}
