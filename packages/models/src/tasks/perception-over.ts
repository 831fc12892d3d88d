import { type PictureTask, type PictureTaskValue, type TaskRequest } from '@ocelli/protocol';
import type { Perception, PictureRef, Seen, TaskOptions } from '../perception.js';
import type { RunOptions } from './task-runner.js';

/** Does one request; the value is the one that the request's task makes. */
export type RunTask = (request: TaskRequest, options: RunOptions) => Promise<Seen<unknown>>;

/** The {@link Perception} interface over anything that can do one request. */
export function perceptionOver(run: RunTask): Perception {
  const look = <Task extends Exclude<PictureTask, 'answer'>>(task: Task) =>
    async (picture: PictureRef, { signal, region }: TaskOptions = {}) =>
      (await run({ task, picture: named(picture), ...(region ? { region } : {}) }, { signal })) as Seen<PictureTaskValue<Task>>;
  return {
    readBoards: look('read-boards'),
    detect: look('detect'),
    readText: look('read-text'),
    readCodes: look('read-codes'),
    colours: look('colours'),
    classify: look('classify'),
    answer: async (picture, question, { signal, region, onText } = {}) =>
      (await run({ task: 'answer', picture: named(picture), question, ...(region ? { region } : {}) }, { signal, onText })) as Seen<string>,
  };
}

/** Only what crosses: callers pass objects that carry more. */
const named = ({ id, path }: PictureRef): PictureRef => ({ id, path });
