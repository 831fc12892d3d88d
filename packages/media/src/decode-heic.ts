import libheif from 'libheif-js/wasm-bundle.js';
import { profileOfHeic } from './heic-items.js';
import { broken, withinBounds } from './picture-bounds.js';
import { plainTiff } from './plain-tiff.js';

/**
 * Decodes the primary image of a HEIC file, already turned as the file says, to a plain TIFF. Synchronous and as large and slow as the file makes it:
 * runs only where it can be ended (decode-apart.ts). Throws `too_many_pixels` by what the file declares, before decoding, or `broken_media`.
 */
export function decodeHeic(bytes: Uint8Array): { tiff: Uint8Array; frames: number } {
  const context = libheif.heif_context_alloc();
  if (!context) throw broken();
  const read = libheif.heif_context_read_from_memory(context, bytes);
  if (read.code !== libheif.heif_error_code.heif_error_Ok) throw broken(read.message);
  const handle = libheif.heif_js_context_get_primary_image_handle(context);
  if ('code' in handle) throw broken(handle.message);
  const [width, height] = [libheif.heif_image_handle_get_width(handle), libheif.heif_image_handle_get_height(handle)];
  withinBounds(width, height);
  const channels = libheif.heif_image_handle_has_alpha_channel(handle) ? 4 : 3;
  const { heif_chroma_interleaved_RGB: rgb, heif_chroma_interleaved_RGBA: rgba } = libheif.heif_chroma;
  const decoded = libheif.heif_js_decode_image2(handle, libheif.heif_colorspace.heif_colorspace_RGB, channels === 4 ? rgba : rgb);
  if ('code' in decoded) throw broken(decoded.message);
  const plane = decoded.channels[0];
  if (!plane) throw broken();
  // What is decoded may differ from what was declared: a bitstream of its own inside the container.
  withinBounds(plane.width, plane.height);
  const tiff = plainTiff({ width: plane.width, height: plane.height, channels, rows: plane.data, stride: plane.stride, profile: profileOfHeic(bytes) });
  return { tiff, frames: Math.max(1, libheif.heif_context_get_number_of_top_level_images(context)) };
}
