import sharp from 'sharp';

/**
 * sharp as untrusted bytes may reach it, for the whole process: of libvips' loaders only those of the pictures that are accepted (no SVG, whose
 * renderer reads a language, and none that a build of libvips may bring), one thread a picture, so that decoding does not
 * starve inference, and no memory of earlier operations. Whoever draws an SVG of its own does that in another process.
 */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].flatMap((name) => [`VipsForeignLoad${name}Buffer`, `VipsForeignLoad${name}File`]) });
sharp.concurrency(1);
sharp.cache(false);

export { sharp };
