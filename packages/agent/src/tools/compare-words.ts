import { z } from 'zod';
import { defineTool, type ToolSurroundings } from './define-tool.js';
import { ofPicture, pictureInput, pictureNumbered, within } from './picture-input.js';

/** Weighs words against each other by how near what they mean is to what a picture shows (zero-shot labels by a dual encoder). */
export function compareWordsTool(surroundings: ToolSurroundings) {
  const { turn, perception, signal } = surroundings;
  return defineTool(surroundings, {
    name: 'compare_words',
    description: 'Tells which of several words or phrases suits a picture best. The scores mean something beside each other only.',
    input: z.object({ ...pictureInput, words: z.array(z.string().min(1).max(200)).min(2).max(16) }),
    title: ({ picture }) => `Comparing words with the picture${ofPicture(turn, picture)}`,
    async run({ picture, region, words }) {
      const { value, uses } = await perception.compare(pictureNumbered(turn, picture), words, { signal, ...within(region) });
      const suits = words.map((text, at) => ({ words: text, score: value[at] ?? 0 })).sort((one, other) => other.score - one.score);
      const output = suits.map(({ words: text, score }) => ({ words: text, score: Math.round(score * 1000) / 1000 }));
      return { finding: { tool: 'compare_words', picture, ...within(region), suits }, content: JSON.stringify(output), output, models: uses };
    },
  });
}
