const SETTLING = 200;
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('azulejo');

/** Tells the browser's other tabs that something is no longer as they have it. It costs no connection to the server. */
export function tellOtherTabs(): void {
  channel?.postMessage('changed');
}

/** Hears of changes that other tabs made, of many at once but one time. */
export function onOtherTabs(changed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLING);
  };
  channel?.addEventListener('message', hear);
  return () => {
    clearTimeout(timer);
    channel?.removeEventListener('message', hear);
  };
}
