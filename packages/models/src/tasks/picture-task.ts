import type { RgbImage } from '@ocelli/media';
import type { Device, PictureTask, PictureTaskValue } from '@ocelli/protocol';
import type { ModelFiles } from '../packs/model-files.js';
import type { Placement } from './region.js';

/** What a task is given besides the pixels. */
export interface Look {
  signal: AbortSignal;
  /** The pixels are a part that someone pointed at, not a whole picture. */
  isRegion: boolean;
  /** Asked of a language-vision model; empty for every other task. */
  question: string;
  onText(delta: string): void;
}

/** The models of a task, loaded. Values are in normalised coordinates of the picture given. */
export interface LoadedTask<Value> {
  see(image: RgbImage, look: Look): Promise<Value>;
  dispose(): Promise<void>;
}

export interface TaskEnvironment {
  files: ModelFiles;
  /** The best device that works on this machine. */
  device: Device;
}

/** How a task is done: with which models of the catalogue, by which code. */
export interface PictureTaskDefinition<Task extends PictureTask> {
  load(environment: TaskEnvironment): Promise<LoadedTask<PictureTaskValue<Task>>>;
  /** Moves what was seen on a part of the picture to coordinates of the whole. */
  place(value: PictureTaskValue<Task>, toWhole: Placement): PictureTaskValue<Task>;
}
