import type { RgbImage } from '@ocelli/media';

/**
 * Texts and pictures as vectors of unit length in one space: the cosine says how well a text fits a picture. What CLIP and SigLIP
 * are, and what {@link openLabelEncoder} makes of a classifier and a sentence encoder.
 */
export interface DualEncoder {
  readonly dimensions: number;
  /** A vector for each text, in order. */
  embedTexts(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
  embedPicture(image: RgbImage, signal: AbortSignal): Promise<Float32Array>;
  dispose(): Promise<void>;
}
