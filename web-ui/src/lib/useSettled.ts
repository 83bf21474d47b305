import { useEffect, useState } from 'react';

const PAUSE = 200;

/** What was written, without the white space around it, as it is in each pause of writing. */
export function useSettled(written: string): string {
  const [settled, setSettled] = useState(written.trim());
  useEffect(() => {
    const later = setTimeout(() => setSettled(written.trim()), PAUSE);
    return () => clearTimeout(later);
  }, [written]);
  return settled;
}
