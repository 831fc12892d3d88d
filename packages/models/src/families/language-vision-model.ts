import type { RgbImage } from '@ocelli/media';

/** What is said to a language-vision model: one question, about the pictures given with it (none: chat in writing). */
export interface Prompt {
  question: string;
  images: RgbImage[];
}

export interface GenerateOptions {
  signal: AbortSignal;
  /** Gets each new piece of text, at word boundaries. */
  onText(delta: string): void;
  maxNewTokens: number;
}

/** A loaded language-vision model. One adapter file per architecture family implements it. */
export interface LanguageVisionModel {
  /** Greedy answer. Rejects with the signal's reason once the token in work is done. */
  generate(prompt: Prompt, options: GenerateOptions): Promise<string>;
  dispose(): Promise<void>;
}
