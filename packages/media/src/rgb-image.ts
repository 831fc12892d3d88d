/** Decoded pixels: `data` is RGB, 8 bits a channel, row-major from the top left, `width * height * 3` long, EXIF-rotated, sRGB. */
export interface RgbImage {
  width: number;
  height: number;
  data: Uint8Array;
}
