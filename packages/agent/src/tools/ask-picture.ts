import { OcelliError } from '@ocelli/protocol';
import type { Seen } from '@ocelli/models';
import { z } from 'zod';
import { defineTool, type ToolSurroundings } from './define-tool.js';
import { ofPicture, pictureInput, pictureNumbered, within } from './picture-input.js';

/** Asks the language-vision model. It refuses pictures outside what it knows, and then has nothing to say. */
export function askPictureTool(surroundings: ToolSurroundings) {
  const { turn, perception, signal } = surroundings;
  return defineTool(surroundings, {
    name: 'ask_picture',
    description: 'Asks a small language-vision model a free question about a picture; it says null of pictures outside what it knows.',
    input: z.object({ ...pictureInput, question: z.string().min(1).max(1_000) }),
    title: ({ picture }) => `Thinking about the picture${ofPicture(turn, picture)}`,
    async run({ picture, region, question }) {
      const seen = await unlessUnknown(perception.answer(pictureNumbered(turn, picture), question, { signal, ...within(region) }));
      return {
        finding: { tool: 'ask_picture', picture, ...within(region), said: seen.value },
        content: JSON.stringify({ said: seen.value }),
        output: { said: seen.value },
        models: seen.uses,
      };
    },
  });
}

/** A picture or question that the model does not know (`model_unavailable`) is an ordinary outcome of asking it. */
async function unlessUnknown(asking: Promise<Seen<string>>): Promise<Seen<string | null>> {
  try {
    return await asking;
  } catch (cause) {
    if (OcelliError.is(cause) && cause.code === 'model_unavailable') return { value: null, uses: [] };
    throw cause;
  }
}
