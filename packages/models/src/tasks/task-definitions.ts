import type { TaskName } from '@ocelli/protocol';
import { readBoardsTask } from '../boards/read-boards-task.js';
import { classifyTask } from '../classify/classify-task.js';
import { coloursTask } from '../colours/colours-task.js';
import { detectTask } from '../detect/detect-task.js';
import { embedTask } from '../embed/embed-task.js';
import { readCodesTask } from '../read-codes/read-codes-task.js';
import { readTextTask } from '../read-text/read-text-task.js';
import { transcribeTask } from '../transcribe/transcribe-task.js';
import { speakTask } from '../speak/speak-task.js';
import { answerTask } from './answer-task.js';
import { onPicture } from './picture-task.js';
import type { TaskDefinition } from './task.js';

/** How each task is done. A task without a line here is done by no model of this build. */
export const taskDefinitions: { readonly [Task in TaskName]?: TaskDefinition<Task> } = {
  'read-boards': onPicture('read-boards', readBoardsTask),
  detect: onPicture('detect', detectTask),
  'read-text': onPicture('read-text', readTextTask),
  'read-codes': onPicture('read-codes', readCodesTask),
  colours: coloursTask,
  classify: onPicture('classify', classifyTask),
  answer: onPicture('answer', answerTask),
  transcribe: transcribeTask,
  embed: embedTask,
  speak: speakTask,
};
