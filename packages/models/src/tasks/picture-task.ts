import type { RgbImage } from '@ocelli/media';
import type { PictureTask, PictureTaskValue } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import { cutOut, type Placement } from './region.js';
import type { LoadedWork, RequestFor, TaskDefinition, TaskEnvironment } from './task.js';

/** What a picture's task is given besides the pixels. */
export interface Look {
  signal: AbortSignal;
  /** Asked of a language-vision model; empty for every other task. */
  question: string;
  onText(delta: string): void;
}

/** The models of a picture's task, loaded. Values are in normalised coordinates of the picture given. */
export interface LoadedTask<Value> {
  see(image: RgbImage, look: Look): Promise<Value>;
  dispose(): Promise<void>;
}

/** How a task on one picture is done. */
export interface PictureTaskDefinition<Task extends PictureTask> {
  load(environment: TaskEnvironment): Promise<LoadedTask<PictureTaskValue<Task>>>;
  /** Moves what was seen on a part of the picture to coordinates of the whole. */
  place(value: PictureTaskValue<Task>, toWhole: Placement): PictureTaskValue<Task>;
}

/** A task on one picture as any other task: it takes all models of the catalogue that are for it, cuts out the region and maps results back. */
export function onPicture<Task extends PictureTask>(task: Task, definition: PictureTaskDefinition<Task>): TaskDefinition<Task> {
  return {
    models: () => catalogue.filter(({ tasks }) => tasks.includes(task)).map(({ id }) => id),
    async load(environment): Promise<LoadedWork<Task>> {
      const loaded = await definition.load(environment);
      return {
        async perform(request: RequestFor<Task> & { region?: Parameters<typeof cutOut>[1]; question?: string }, { image, signal, onPiece }) {
          if (!image) throw new Error('a task on a picture was given none');
          const { image: part, toWhole } = cutOut(image, request.region);
          const onText = (delta: string) => onPiece({ kind: 'text', delta });
          const value = await loaded.see(part, { signal, onText, question: request.question ?? '' });
          return request.region ? definition.place(value, toWhole) : value;
        },
        dispose: () => loaded.dispose(),
      };
    },
  };
}
