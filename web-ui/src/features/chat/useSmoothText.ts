import { useEffect, useRef, useState } from 'react';
import { useReducedMotion } from '@/lib/useMediaQuery';

/** How many frames it takes to show what is waiting: text that comes in pieces flows, and is never far behind. */
const FRAMES = 10;

/** How much of a text to show after one more frame. */
export function nextLength(shown: number, length: number): number {
  return shown >= length ? length : Math.min(length, shown + Math.max(1, Math.ceil((length - shown) / FRAMES)));
}

/** Lets a text that grows by pieces appear evenly. */
export function useSmoothText(text: string, live: boolean): string {
  const still = useReducedMotion();
  const [shown, setShown] = useState(live ? 0 : text.length);
  const length = useRef(text.length);
  const flowing = live && !still;

  useEffect(() => {
    length.current = text.length;
  }, [text]);

  useEffect(() => {
    if (!flowing) {
      return;
    }
    let frame = requestAnimationFrame(function step() {
      setShown((now) => nextLength(now, length.current));
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [flowing]);

  return flowing ? text.slice(0, shown) : text;
}
