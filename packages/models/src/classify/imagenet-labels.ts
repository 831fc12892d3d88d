import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { defaultPocketDir } from '../packs/model-files.js';

/** One of the 1,000 classes of ImageNet. */
export const ImagenetLabel = z.object({
  /** English, and like no other label: what `classify` says. */
  label: z.string(),
  /** WordNet 3.0's noun, as "n" and its offset. */
  synset: z.string().regex(/^n\d{8}$/),
  /** All of WordNet's names for it, the usual one first. */
  names: z.array(z.string()).min(1),
  /** What it is one step more generally: a tiger is a big cat. */
  kind: z.string(),
  /** What WordNet says that it is. */
  gloss: z.string(),
});
export type ImagenetLabel = z.infer<typeof ImagenetLabel>;

/** The classes in the order of the network's outputs; those of the installed pocket pack unless a file is named. */
export function readImagenetLabels(path = join(defaultPocketDir(), 'efficientnet-lite2', 'labels.json')): ImagenetLabel[] {
  return ImagenetLabel.array().length(1000).parse(JSON.parse(readFileSync(path, 'utf8')));
}
