import type { RgbImage } from '@ocelli/media';
import type { Device, TaskName, TaskPiece, TaskRequest, TaskValue } from '@ocelli/protocol';
import type { ModelFiles } from '../packs/model-files.js';
import type { SharedModels } from './shared-models.js';

/** Requests of one task. */
export type RequestFor<Task extends TaskName> = TaskRequest & { task: Task };

/** What models are loaded with. */
export interface TaskEnvironment {
  files: ModelFiles;
  /** The best device that works on this machine. */
  device: Device;
  /** Models that several tasks take are held once. */
  shared: SharedModels;
}

/** What a request is done with, besides what it says itself. */
export interface Work {
  signal: AbortSignal;
  /** Words, sound or progress, as they come. */
  onPiece(piece: TaskPiece): void;
  /** The pixels of a request that names a picture, cut to its region. */
  image: RgbImage | undefined;
  /** Says that other models answered than the definition named. */
  took(models: readonly string[]): void;
}

/** The models of a task, loaded. */
export interface LoadedWork<Task extends TaskName> {
  perform(request: RequestFor<Task>, work: Work): Promise<TaskValue<Task>>;
  dispose(): Promise<void>;
}

/** How a task is done: with which models of the catalogue, by which code. */
export interface TaskDefinition<Task extends TaskName> {
  /** Ids of the models that a request takes. Requests that take the same ones share what {@link load} made. */
  models(request: RequestFor<Task>): readonly string[];
  load(environment: TaskEnvironment, models: readonly string[]): Promise<LoadedWork<Task>>;
}
