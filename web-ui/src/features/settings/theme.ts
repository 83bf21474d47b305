import { useEffect, useState } from 'react';
import { useMediaQuery } from '@/lib/useMediaQuery';
import { readStored, store } from '@/lib/storage';

export type Theme = 'light' | 'dark' | 'system';

const STORED = 'azulejo.theme';

function stored(): Theme {
  const theme = readStored(STORED);
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** The chosen theme. `theme.js` has set it already before the first paint. */
export function useTheme() {
  const [theme, setTheme] = useState(stored);
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)');
  useEffect(() => {
    store(STORED, theme === 'system' ? null : theme);
    document.documentElement.dataset.theme = theme === 'dark' || (theme === 'system' && systemIsDark) ? 'dark' : 'light';
  }, [theme, systemIsDark]);
  return { theme, setTheme };
}
