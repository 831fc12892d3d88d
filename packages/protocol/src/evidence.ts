import { z } from 'zod';
import { Box, Quad } from './geometry.js';
import { BoardReading, Piece, SquareName } from './perception.js';

const common = {
  /** Unique within the answer; the answer's text links to it as `[word](#e:ID)`. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  /** The picture it lies on (content hash). */
  attachmentId: z.string(),
  /** What a person would call it: "white pawn", "person", "total". */
  label: z.string(),
  /** 0..1, calibrated where the model is. */
  score: z.number().min(0).max(1),
  /** The extent on the picture. */
  box: Box,
  /** Things that the answer groups, e.g. "white pawns": hovering the word lights up all of them. */
  group: z.string().optional(),
};

/** What an answer rests on, marked on the picture. */
export const Evidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('thing'), ...common }),
  z.object({ kind: z.literal('face'), ...common }),
  z.object({ kind: z.literal('square'), ...common, square: SquareName, piece: Piece.nullable(), quad: Quad, boardIndex: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('board'), ...common, board: BoardReading, boardIndex: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('text'), ...common, text: z.string(), quad: Quad }),
  z.object({ kind: z.literal('code'), ...common, text: z.string(), format: z.string(), quad: Quad }),
  z.object({ kind: z.literal('region'), ...common }),
  /** About the whole picture: a fact of the file, a colour. */
  z.object({ kind: z.literal('fact'), ...common, value: z.string(), hex: z.string().optional() }),
  /** What is said in a recording, from `start` to `end` (seconds); `attachmentId` is the recording, and the box means nothing. */
  z.object({ kind: z.literal('passage'), ...common, start: z.number().nonnegative(), end: z.number().nonnegative(), text: z.string() }),
]);
export type Evidence = z.infer<typeof Evidence>;

/** answered: as sure as the models get; hedged: said with its doubt; declined: the active models cannot know. */
export const AnswerStatus = z.enum(['answered', 'hedged', 'declined']);
export type AnswerStatus = z.infer<typeof AnswerStatus>;
