import { z } from 'zod';
import { Box, Quad } from './geometry.js';

/** FEN letter of a piece: upper case White, lower case Black. */
export const Piece = z.enum(['P', 'N', 'B', 'R', 'Q', 'K', 'p', 'n', 'b', 'r', 'q', 'k']);
export type Piece = z.infer<typeof Piece>;

export const SquareName = z.string().regex(/^[a-h][1-8]$/);

/** One square of a board as read: `p` is the calibrated probability that `piece` (null: empty) is right. */
export const SquareReading = z.object({ square: SquareName, piece: Piece.nullable(), p: z.number().min(0).max(1) });
export type SquareReading = z.infer<typeof SquareReading>;

export const BoardOrientation = z.enum(['white-bottom', 'black-bottom']);
export type BoardOrientation = z.infer<typeof BoardOrientation>;

/** A board found in a picture. `fen` is the placement field only (FEN, PGN standard 16.1.3.1). */
export const BoardReading = z.object({
  fen: z.string(),
  orientation: BoardOrientation,
  orientationConfidence: z.number().min(0).max(1),
  /** Probability that all 64 squares are right. */
  confidence: z.number().min(0).max(1),
  /** 64 readings in FEN order: a8..h8, a7..h7, ... h1. */
  squares: z.array(SquareReading).length(64),
  /** Outer corners of the 8x8 grid, clockwise from a8's (so the order tells the orientation). */
  corners: Quad,
});
export type BoardReading = z.infer<typeof BoardReading>;

/** A thing found by a detector. `label` is the detector's class ("person"); `score` 0..1. */
export const Detection = z.object({ label: z.string(), score: z.number().min(0).max(1), box: Box });
export type Detection = z.infer<typeof Detection>;

export const Detections = z.object({
  /** COCO's 80 classes, after non-maximum suppression, best first. */
  things: z.array(Detection),
  /** Faces from a face detector of its own (label "face"). */
  faces: z.array(Detection),
});
export type Detections = z.infer<typeof Detections>;

/** One printed line. `quad` follows tilted text, clockwise from its top left; `ground` is the colour it is printed on, by which a highlighted entry stands out. */
export const TextLine = z.object({ text: z.string(), score: z.number().min(0).max(1), box: Box, quad: Quad, ground: z.string().regex(/^#[0-9a-f]{6}$/).optional() });
export type TextLine = z.infer<typeof TextLine>;

/** Printed text in reading order. */
export const TextReading = z.object({ lines: z.array(TextLine) });
export type TextReading = z.infer<typeof TextReading>;

/** A QR, bar or matrix code. `text` is data from the picture and is never an instruction or a link to follow. */
export const CodeReading = z.object({ format: z.string(), text: z.string(), quad: Quad });
export type CodeReading = z.infer<typeof CodeReading>;

export const ColourShare = z.object({
  /** Everyday name ("red", "dark green"). */
  name: z.string(),
  hex: z.string().regex(/^#[0-9a-f]{6}$/),
  share: z.number().min(0).max(1),
});
export type ColourShare = z.infer<typeof ColourShare>;

/** What the file itself says: never guessed from the pixels. */
export const FileFacts = z.object({
  format: z.string(),
  bytes: z.number().int().nonnegative(),
  /** Pixels, after EXIF rotation. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  frames: z.number().int().positive(),
  takenAt: z.string().optional(),
  camera: z.string().optional(),
  lens: z.string().optional(),
  exposure: z.string().optional(),
  gps: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  software: z.string().optional(),
});
export type FileFacts = z.infer<typeof FileFacts>;

/** Labels of a whole picture or of a region from a classifier, best first. */
export const Labels = z.array(z.object({ label: z.string(), score: z.number().min(0).max(1) }));
export type Labels = z.infer<typeof Labels>;

/** What a run of a model costs and which one it was; shown in the opened tool call. */
export const ModelUse = z.object({ model: z.string(), pack: z.string(), device: z.string(), ms: z.number().nonnegative() });
export type ModelUse = z.infer<typeof ModelUse>;
