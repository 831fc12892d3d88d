import { limits, OcelliError, Uploaded } from '@/wire/protocol';
import { failureOf } from '@/wire/rest';

/** What a picker should offer. Types that a system does not know by MIME are named by their ending. */
export const fileTypes = 'image/*,.heic,.heif,.avif,.webp,audio/*,.m4a,.opus,.flac';

/**
 * Uploads the bytes of one picture or recording; the server says which it is. `onProgress` hears 0..1.
 * Rejects with the server's error, `too_large` before anything is sent, `shutting_down` without a connection, or `cancelled`.
 */
export function upload(file: File, { onProgress, signal }: { onProgress: (share: number) => void; signal: AbortSignal }): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    if (file.size > limits.uploadBytes) {
      reject(new OcelliError('too_large', `This file is larger than ${limits.uploadBytes / 1024 / 1024} MB.`));
      return;
    }
    // fetch() cannot report how much of a body has been sent.
    const request = new XMLHttpRequest();
    request.open('POST', `/api/attachments?name=${encodeURIComponent(file.name.slice(-255))}`);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new OcelliError('shutting_down', 'The server cannot be reached.'));
    request.onabort = () => reject(new OcelliError('cancelled', 'The upload was cancelled.'));
    request.onload = () => {
      if (request.status >= 400) {
        void failureOf(request.status, request.responseText).then(reject);
        return;
      }
      try {
        resolve(Uploaded.parse(JSON.parse(request.responseText)));
      } catch (cause) {
        reject(new OcelliError('internal', 'The server answered with something this page does not understand.', { cause }));
      }
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
