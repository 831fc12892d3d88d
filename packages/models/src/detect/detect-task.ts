import type { RgbImage } from '@ocelli/media';
import type { Detection, Detections } from '@ocelli/protocol';
import { modelPaths } from '../packs/model-paths.js';
import type { PictureTaskDefinition } from '../tasks/picture-task.js';
import { openBlazeFace } from './blazeface.js';
import type { TaskEnvironment } from '../tasks/task.js';
import { openCenterNet } from './centernet.js';
import { findFacesTwice } from './confirm-faces.js';

/** The detectors in memory. */
export interface Detector {
  detect(image: RgbImage, signal: AbortSignal): Promise<Detections>;
  dispose(): Promise<void>;
}

/** Held once for all tasks that take it. */
export function useDetector({ files, device, shared }: TaskEnvironment): Promise<Detector> {
  return shared.use('detector', async () => {
    const [thingGraph, thingWeights] = modelPaths('centernet', files) as [string, string];
    const [faceGraph, faceWeights] = modelPaths('blazeface', files) as [string, string];
    const things = await openCenterNet({ graphPath: thingGraph, weightsPath: thingWeights }, device);
    const faces = await openBlazeFace({ graphPath: faceGraph, weightsPath: faceWeights }, device);
    return {
      detect: async (image, signal) => ({ things: await things.find(image, signal), faces: await findFacesTwice(faces, image, signal) }),
      async dispose() {
        await things.dispose();
        await faces.dispose();
      },
    };
  });
}

/** COCO's 80 classes by CenterNet and faces by BlazeFace, each in its own list: {@link countPeople} brings them together. */
export const detectTask: PictureTaskDefinition<'detect'> = {
  async load(environment) {
    const detector = await useDetector(environment);
    return { see: (image, { signal }) => detector.detect(image, signal), dispose: () => detector.dispose() };
  },
  place: ({ things, faces }, toWhole) => {
    const placed = (detection: Detection): Detection => ({ ...detection, box: toWhole.box(detection.box) });
    return { things: things.map(placed), faces: faces.map(placed) };
  },
};
