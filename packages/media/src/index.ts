export { acceptPicture, type AcceptOptions } from './accept-picture.js';
export type { RgbImage } from './rgb-image.js';
