import type { BoardReading, Box, CodeReading, ColourShare, Detections, Labels, ModelUse, TextReading } from '@ocelli/protocol';

/** A picture that media has accepted: `path` is its normalised copy (8-bit sRGB, upright, bounded), `id` the hash of the upload. */
export interface PictureRef {
  id: string;
  path: string;
}

/** What a task saw, and which models it took. */
export interface Seen<T> {
  value: T;
  uses: ModelUse[];
}

export interface TaskOptions {
  /** Cancels: the promise rejects with code `cancelled` at once, the compute is freed when its current step ends. */
  signal?: AbortSignal;
  /** Look only here. Results stay in coordinates of the whole picture. */
  region?: Box;
}

/** A language-vision model's answer as it is generated; `onText` gets each new piece. */
export interface SpeakingOptions extends TaskOptions {
  onText?: (delta: string) => void;
}

/**
 * Everything the agent can ask about pixels. Implemented by the supervised inference process (server) and, with the same
 * code, inside one process (command line, benchmarks). Failures are OcelliErrors: `model_unavailable` when no installed
 * pack can do a task, `model_failed`, `cancelled`, `timed_out`.
 */
export interface Perception {
  /** Every board found, largest first; empty when there is none. */
  readBoards(picture: PictureRef, options?: TaskOptions): Promise<Seen<BoardReading[]>>;
  /** COCO things and faces. */
  detect(picture: PictureRef, options?: TaskOptions): Promise<Seen<Detections>>;
  /** Printed text, in reading order. */
  readText(picture: PictureRef, options?: TaskOptions): Promise<Seen<TextReading>>;
  /** QR, bar and matrix codes. */
  readCodes(picture: PictureRef, options?: TaskOptions): Promise<Seen<CodeReading[]>>;
  /** Main colours, largest share first. */
  colours(picture: PictureRef, options?: TaskOptions): Promise<Seen<ColourShare[]>>;
  /** Labels of the picture or of the region; rejects with `model_unavailable` when no classifier is installed. */
  classify(picture: PictureRef, options?: TaskOptions): Promise<Seen<Labels>>;
  /** What the language-vision model says; rejects with `model_unavailable` when the picture is outside what it knows. */
  answer(picture: PictureRef, question: string, options?: SpeakingOptions): Promise<Seen<string>>;
}
