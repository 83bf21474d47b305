import { problemFrom, Unreachable, urlOf, withCsrfToken } from '@/api/http';
import type { StoredAttachment } from '@/api/types';

/** Uploads a picture. Only an XMLHttpRequest tells how far it has come. */
export function upload(file: File, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<StoredAttachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', urlOf('/attachments'));
    withCsrfToken((name, value) => request.setRequestHeader(name, value));
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      if (request.status === 201) {
        resolve(JSON.parse(request.responseText) as StoredAttachment);
      } else {
        reject(problemFrom(request.status, request.responseText));
      }
    };
    request.onerror = () => reject(new Unreachable('upload'));
    request.onabort = () => reject(new DOMException('The upload was given up.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}
