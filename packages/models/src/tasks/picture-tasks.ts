import type { PictureTask } from '@ocelli/protocol';
import { readBoardsTask } from '../boards/read-boards-task.js';
import { coloursTask } from '../colours/colours-task.js';
import { detectTask } from '../detect/detect-task.js';
import { readCodesTask } from '../read-codes/read-codes-task.js';
import { answerTask } from './answer-task.js';
import { readTextTask } from '../read-text/read-text-task.js';
import type { PictureTaskDefinition } from './picture-task.js';

/** How each task is done. A task without a line here is done by no model of this build. */
export const pictureTasks: { readonly [Task in PictureTask]?: PictureTaskDefinition<Task> } = {
  'read-boards': readBoardsTask,
  detect: detectTask,
  'read-text': readTextTask,
  'read-codes': readCodesTask,
  colours: coloursTask,
  answer: answerTask,
};
