import { type Drawing, type DrawRequest, type DrawResult, READY } from './protocol';

const waiting = new Map<number, (result: DrawResult) => void>();
let last = 0;
let frame: Promise<Window> | null = null;

/** Draws a diagram from Mermaid's text, in a hidden frame that is loaded with the first one. */
export async function drawDiagram(code: string, dark: boolean): Promise<Drawing> {
  frame ??= openFrame();
  const target = await frame;
  const request: DrawRequest = { id: ++last, code, dark };
  const result = await new Promise<DrawResult>((resolve) => {
    waiting.set(request.id, resolve);
    target.postMessage(request, location.origin);
  });
  if ('error' in result) {
    throw new Error(result.error);
  }
  return result.drawing;
}

function openFrame(): Promise<Window> {
  const element = document.createElement('iframe');
  element.src = '/diagram';
  element.title = '';
  element.tabIndex = -1;
  element.setAttribute('aria-hidden', 'true');
  // It measures text, which it cannot where it is not laid out; so it is out of sight, but there.
  element.className = 'diagram-frame';
  return new Promise((resolve) => {
    window.addEventListener('message', (event: MessageEvent<DrawResult | typeof READY>) => {
      if (event.origin !== location.origin || event.source !== element.contentWindow || element.contentWindow === null) {
        return;
      }
      if (event.data === READY) {
        resolve(element.contentWindow);
      } else {
        waiting.get(event.data.id)?.(event.data);
        waiting.delete(event.data.id);
      }
    });
    document.body.append(element);
  });
}
