import { z } from 'zod';
import { defineTool, type ToolSurroundings } from './define-tool.js';
import { ofPicture, pictureInput, pictureNumbered } from './picture-input.js';

/** Tells what the file says about itself: size, type, when and with what it was taken. */
export function inspectFileTool(surroundings: ToolSurroundings) {
  const { turn } = surroundings;
  return defineTool(surroundings, {
    name: 'inspect_file',
    description: "Tells a picture file's own facts: format, size, pixels, and what the camera wrote (time, camera, lens, exposure, place).",
    input: z.object({ picture: pictureInput.picture }),
    title: ({ picture }) => `Looking at the file${ofPicture(turn, picture)}`,
    run({ picture }) {
      const { facts } = pictureNumbered(turn, picture);
      return { finding: { tool: 'inspect_file', picture, facts }, content: JSON.stringify(facts), output: facts, models: [] };
    },
  });
}
