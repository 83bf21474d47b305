import { useSyncExternalStore } from 'react';

/** Whether the page is dark now, however that was chosen. */
export function useIsDark(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const observer = new MutationObserver(changed);
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
      return () => observer.disconnect();
    },
    () => document.documentElement.dataset.theme === 'dark',
  );
}
