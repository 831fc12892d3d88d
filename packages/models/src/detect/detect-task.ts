import type { Detection } from '@ocelli/protocol';
import { modelPaths } from '../packs/model-paths.js';
import type { PictureTaskDefinition } from '../tasks/picture-task.js';
import { openBlazeFace } from './blazeface.js';
import type { TaskEnvironment } from '../tasks/task.js';
import { openCenterNet, type ThingFinder } from './centernet.js';
import { findFacesTwice } from './confirm-faces.js';

/** The detector of things, held once for all tasks that take it. */
export function useThingFinder({ files, device, shared }: TaskEnvironment): Promise<ThingFinder> {
  const [graphPath, weightsPath] = modelPaths('centernet', files) as [string, string];
  return shared.use('centernet', () => openCenterNet({ graphPath, weightsPath }, device));
}

/** COCO's 80 classes by CenterNet and faces by BlazeFace, each in its own list: {@link countPeople} brings them together. */
export const detectTask: PictureTaskDefinition<'detect'> = {
  async load(environment) {
    const { files, device } = environment;
    const [faceGraph, faceWeights] = modelPaths('blazeface', files) as [string, string];
    const things = await useThingFinder(environment);
    const faces = await openBlazeFace({ graphPath: faceGraph, weightsPath: faceWeights }, device);
    return {
      see: async (image, { signal }) => ({ things: await things.find(image, signal), faces: await findFacesTwice(faces, image, signal) }),
      async dispose() {
        await things.dispose();
        await faces.dispose();
      },
    };
  },
  place: ({ things, faces }, toWhole) => {
    const placed = (detection: Detection): Detection => ({ ...detection, box: toWhole.box(detection.box) });
    return { things: things.map(placed), faces: faces.map(placed) };
  },
};
