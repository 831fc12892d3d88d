export { acceptPicture, type AcceptOptions } from './accept-picture.js';
export type { RgbImage } from './rgb-image.js';
export { acceptAudio, type AcceptAudioOptions, type AcceptedAudio, type AudioFacts } from './accept-audio.js';
export { audioFormat, isSound, type AudioFormat } from './audio-type.js';
export { audioBounds, type AudioBounds } from './audio-bounds.js';
export { findFfmpeg } from './ffmpeg.js';
export { pcm16, wavBytes, wavHeader } from './wav-file.js';
