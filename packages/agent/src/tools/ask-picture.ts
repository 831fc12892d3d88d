import { z } from 'zod';
import { defineTool, type ToolSurroundings } from './define-tool.js';
import { ofPicture, pictureInput, pictureNumbered, within } from './picture-input.js';

/** Asks the language-vision model, which refuses (`model_unavailable`) pictures outside what it knows. */
export function askPictureTool(surroundings: ToolSurroundings) {
  const { turn, perception, signal } = surroundings;
  return defineTool(surroundings, {
    name: 'ask_picture',
    description: 'Asks a small language-vision model a free question about a picture; fails on pictures outside what it knows.',
    input: z.object({ ...pictureInput, question: z.string().min(1).max(1_000) }),
    title: ({ picture }) => `Thinking about the picture${ofPicture(turn, picture)}`,
    async run({ picture, region, question }) {
      const seen = await perception.answer(pictureNumbered(turn, picture), question, { signal, ...within(region) });
      return {
        finding: { tool: 'ask_picture', picture, ...within(region), said: seen.value },
        content: JSON.stringify({ said: seen.value }),
        output: { said: seen.value },
        models: seen.uses,
      };
    },
  });
}
