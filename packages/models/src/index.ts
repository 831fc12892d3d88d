export type { Perception, PictureRef, Seen, SpeakingOptions, TaskOptions } from './perception.js';
