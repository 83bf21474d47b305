import { useLayoutEffect, useRef } from 'react';

/** A text box that is as high as its text; where that ends is up to its style. */
export function useGrowingBox(text: string) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null) {
      element.style.height = 'auto';
      element.style.height = `${element.scrollHeight}px`;
    }
  }, [text]);
  return box;
}
