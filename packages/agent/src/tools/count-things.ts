import { z } from 'zod';
import { defineTool, type ToolSurroundings } from './define-tool.js';
import { ofPicture, pictureInput, pictureNumbered, within } from './picture-input.js';

/** Finds and counts the things a detector knows (COCO's 80 classes) and faces. */
export function countThingsTool(surroundings: ToolSurroundings) {
  const { turn, perception, signal } = surroundings;
  return defineTool(surroundings, {
    name: 'count_things',
    description: 'Finds and counts everyday things in a photograph: people, animals, vehicles, furniture, food (80 classes), and faces.',
    input: z.object({ ...pictureInput, things: z.array(z.string().max(40)).max(80).optional().describe('Only these classes; all when absent') }),
    title: ({ picture, things }) => `Counting ${things && things.length === 1 ? `every ${things[0]}` : 'what is'}${things?.length === 1 ? '' : ' there'}${ofPicture(turn, picture)}`,
    async run({ picture, region, things }) {
      const seen = await perception.detect(pictureNumbered(turn, picture), { signal, ...within(region) });
      const wanted = things && new Set(things);
      const found = seen.value.things.filter((thing) => !wanted || wanted.has(thing.label));
      const counts: Record<string, number> = {};
      for (const { label } of found) counts[label] = (counts[label] ?? 0) + 1;
      if ((!wanted || wanted.has('person')) && seen.value.faces.length > 0) counts.face = seen.value.faces.length;
      return {
        finding: { tool: 'count_things', picture, ...within(region), detections: seen.value },
        content: JSON.stringify(counts),
        output: counts,
        models: seen.uses,
      };
    },
  });
}
