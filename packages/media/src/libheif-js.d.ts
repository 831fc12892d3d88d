/** What is used of libheif's C interface (libheif/heif.h) as libheif-js hands it on. The package types its factory, not this entry. */
declare module 'libheif-js/wasm-bundle.js' {
  type Opaque<Name extends string> = { readonly [name in Name]: never };
  type Context = Opaque<'heif_context'>;
  type Handle = Opaque<'heif_image_handle'>;
  interface Failure {
    code: object;
    message?: string;
  }
  interface Libheif {
    heif_error_code: { heif_error_Ok: object };
    heif_colorspace: { heif_colorspace_RGB: object };
    heif_chroma: { heif_chroma_interleaved_RGB: object; heif_chroma_interleaved_RGBA: object };
    heif_context_alloc(): Context | null;
    heif_context_read_from_memory(context: Context, bytes: Uint8Array): Failure;
    heif_context_get_number_of_top_level_images(context: Context): number;
    heif_js_context_get_primary_image_handle(context: Context): Handle | Failure;
    heif_image_handle_get_width(handle: Handle): number;
    heif_image_handle_get_height(handle: Handle): number;
    heif_image_handle_has_alpha_channel(handle: Handle): number;
    /** `data` is a view of libheif's own memory: copy what is to stay. */
    heif_js_decode_image2(handle: Handle, colorspace: object, chroma: object): { channels: { width: number; height: number; stride: number; data: Uint8Array }[] } | Failure;
  }
  const libheif: Libheif;
  export default libheif;
}
