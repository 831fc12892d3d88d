import { OcelliError, type ColourShare, type Detections, type Labels } from '@ocelli/protocol';
import type { Seen } from '@ocelli/models';
import { z } from 'zod';
import { defineTool, type ToolSurroundings } from './define-tool.js';
import { pictureInput, pictureNumbered, within } from './picture-input.js';

const aspects = ['things', 'colours', 'labels'] as const;

/** A first look: things and faces, main colours, and a classifier's labels where one is installed; only the aspects asked for. */
export function lookTool(surroundings: ToolSurroundings) {
  const { turn, perception, signal } = surroundings;
  return defineTool(surroundings, {
    name: 'look',
    description: 'Looks at a picture: the things in it, its main colours, and what kind of picture it is.',
    input: z.object({ ...pictureInput, aspects: z.array(z.enum(aspects)).min(1).max(3).optional().describe('Only these; all when absent') }),
    title: ({ picture }) => `Looking at the picture${turn.pictures.length > 1 ? ` ${picture}` : ''}`,
    async run({ picture, region, aspects: wanted }) {
      const shown = pictureNumbered(turn, picture);
      const options = { signal, ...within(region) };
      const asked = (aspect: (typeof aspects)[number]) => !wanted || wanted.includes(aspect);
      const [things, colours, labels] = await Promise.all([
        asked('things') ? unlessUnavailable(perception.detect(shown, options)) : undefined,
        asked('colours') ? unlessUnavailable(perception.colours(shown, options)) : undefined,
        asked('labels') ? unlessUnavailable(perception.classify(shown, options)) : undefined,
      ]);
      const output = {
        ...(things ? { things: tally(things.value), faces: things.value.faces.length } : {}),
        ...(colours ? { colours: colours.value.map(({ name, share }) => ({ name, share: Math.round(share * 100) / 100 })) } : {}),
        ...(labels ? { labels: labels.value.slice(0, 5) } : {}),
      };
      return {
        finding: {
          tool: 'look',
          picture,
          ...within(region),
          ...(things ? { things: things.value } : {}),
          ...(colours ? { colours: colours.value } : {}),
          ...(labels ? { labels: labels.value } : {}),
        },
        content: JSON.stringify(output),
        output,
        models: [things, colours, labels].flatMap((seen?: Seen<Detections | ColourShare[] | Labels>) => seen?.uses ?? []),
      };
    },
  });
}

/** A look goes on without a model that is not installed. */
async function unlessUnavailable<T>(seeing: Promise<T>): Promise<T | undefined> {
  try {
    return await seeing;
  } catch (cause) {
    if (OcelliError.is(cause) && cause.code === 'model_unavailable') return undefined;
    throw cause;
  }
}

function tally(detections: Detections): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { label } of detections.things) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
