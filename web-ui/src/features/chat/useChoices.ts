import { useCallback, useState } from 'react';
import type { Choices } from './tree';

/** Which of several messages under the same parent are shown. */
export function useChoices() {
  const [choices, setChoices] = useState<Choices>(new Map());
  const choose = useCallback(
    (parent: string | null, message: string) => setChoices((before) => new Map(before).set(parent, message)),
    [],
  );
  return { choices, choose };
}
