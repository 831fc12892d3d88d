import { parentPort, workerData } from 'node:worker_threads';
import { OcelliError } from '@ocelli/protocol';
import { cameraFacts } from './camera-facts.js';
import type { ApartAnswer, ApartWork } from './decode-apart.js';
import { exifOfHeic } from './heic-items.js';

/** Of WebAssembly's interface, which Node's types leave out, what is bounded here. */
declare const WebAssembly: { Memory: { prototype: { readonly buffer: ArrayBuffer; grow(pages: number): number } } };

/** Runs one piece of work of decode-apart.ts and answers once; the thread ends with it. */
async function answer({ task, bytes, memoryBytes }: ApartWork): Promise<ApartAnswer> {
  const exif = task === 'heic' ? exifOfHeic(bytes) : bytes;
  const facts = exif ? await cameraFacts(exif) : {};
  if (task === 'camera-facts') return { facts };
  boundMemory(memoryBytes);
  const { decodeHeic } = await import('./decode-heic.js');
  try {
    return { facts, ...decodeHeic(bytes) };
  } catch (cause) {
    // Whatever libheif runs into, a refused memory or a trap, comes from the file; only bounds speak for themselves.
    return { error: OcelliError.is(cause) ? cause.toBody() : undefined, reason: String(OcelliError.is(cause) ? cause.cause : cause) };
  }
}

/** WebAssembly takes what a file asks of it, beyond the heap's bounds of a worker: growing past the bound fails as if there were no more. */
function boundMemory(bytes: number): void {
  const { prototype } = WebAssembly.Memory;
  const { grow } = prototype;
  prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * 65_536 > bytes) throw new RangeError('no more memory for this picture');
    return grow.call(this, pages);
  };
}

const answered = await answer(workerData as ApartWork);
parentPort!.postMessage(answered, 'tiff' in answered && answered.tiff ? [answered.tiff.buffer as ArrayBuffer] : []);
