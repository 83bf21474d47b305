import { problemFrom, Unreachable, urlOf, withCsrfToken } from './http';

/** Sends a file as a form. Only an XMLHttpRequest tells how far it has come. */
export function upload<T>(path: string, file: File, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', urlOf(path));
    withCsrfToken((name, value) => request.setRequestHeader(name, value));
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as T);
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
