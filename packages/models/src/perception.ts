import type { BoardReading, Box, CodeReading, ColourShare, Detections, Labels, ModelUse, Speech, TaskPiece, TextReading, Transcript } from '@ocelli/protocol';

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
 * Everything the agent can ask about pixels, and about what words mean. Implemented by the supervised inference process (server) and, with the same
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
  /** How well each of `words` suits the picture (or the region): cosines of what they mean, to be compared with each other and with nothing else. */
  compare(picture: PictureRef, words: readonly string[], options?: TaskOptions): Promise<Seen<number[]>>;
  /** A vector for each text: unit length, in one space with pictures; rejects with `model_unavailable` when no text encoder is installed. */
  embedTexts(texts: readonly string[], options?: Pick<TaskOptions, 'signal'>): Promise<Seen<number[][]>>;
  /** What the language-vision model says; rejects with `model_unavailable` when the picture is outside what it knows. */
  answer(picture: PictureRef, question: string, options?: SpeakingOptions): Promise<Seen<string>>;
}

/** A recording that media has accepted: `path` is its normalised copy (16 kHz, mono, WAV), `id` the hash of the upload. */
export interface RecordingRef {
  id: string;
  path: string;
}

/** A piece of speech: `samples` mono, -1..1, at `sampleRate` Hz; `text` is what it says. */
export type Sound = Omit<TaskPiece & { kind: 'sound' }, 'kind'>;

export interface TranscribeOptions extends Pick<TaskOptions, 'signal'> {
  /** ISO 639-1 code; heard when absent. */
  language?: string;
  /** Words that are likely to be said, as a sentence that might have come before. */
  prompt?: string;
  /** Somebody waits for it while they speak: longer recordings at work give way to it between their steps. */
  urgent?: boolean;
  /** How much of the recording is done, 0..1. */
  onProgress?: (fraction: number) => void;
}

export interface SpeakOptions extends Pick<TaskOptions, 'signal'> {
  voice?: string;
  /** 1 is the voice's own; 0.5..2. */
  speed?: number;
  /** The text is one of `speechPieces`: it is said in one go, and is followed by silence of so many seconds (at speed 1). */
  rest?: number;
  /** Gets sentence after sentence, each as soon as it is made. */
  onSound?: (sound: Sound) => void;
}

/** {@link Perception}, and what is done with sound and words. Failures are the same. */
export interface Senses extends Perception {
  /** What is said in a recording; empty where nobody speaks. */
  transcribe(audio: RecordingRef, options?: TranscribeOptions): Promise<Seen<Transcript>>;
  /** Says a plain text; the sound comes through `onSound`. */
  speak(text: string, options?: SpeakOptions): Promise<Seen<Speech>>;
  /** A picture's (or region's) vector: unit length, in one space with texts. */
  embedPicture(picture: PictureRef, options?: TaskOptions): Promise<Seen<number[]>>;
}
