import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { axisOf, forward } from '@/lib/swipe';
import { type Stage, stageOf } from './rowSwipe';

const LONG = 500;

interface RowGestures {
  onSwiped: (stage: Exclude<Stage, 'none'>) => void;
  onLongPress: () => void;
}

/**
 * Fingers on a row: pulled in the reading direction it pins, pulled further it deletes; held it opens its menu. The other
 * direction is left to what the list is in, and up and down to scrolling.
 */
export function useRowGestures(row: RefObject<HTMLElement | null>, enabled: boolean, { onSwiped, onLongPress }: RowGestures) {
  const [pulled, setPulled] = useState(0);
  const swiped = useEffectEvent(onSwiped);
  const longPressed = useEffectEvent(onLongPress);

  useEffect(() => {
    const element = row.current;
    if (!enabled || element === null) {
      return;
    }
    let from: { x: number; y: number } | null = null;
    let swiping = false;
    let taken = false;
    let far = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const pull = (distance: number) => {
      if (stageOf(distance) !== stageOf(far) && 'vibrate' in navigator) {
        navigator.vibrate(8);
      }
      far = distance;
      setPulled(distance);
    };
    const forget = () => {
      clearTimeout(timer);
      window.removeEventListener('touchmove', move, true);
      from = null;
      swiping = false;
      pull(0);
    };
    const start = (event: TouchEvent) => {
      const touch = event.touches[0];
      taken = false;
      if (touch === undefined || event.touches.length > 1) {
        forget();
        return;
      }
      from = { x: touch.clientX, y: touch.clientY };
      // Before what the list is in takes the movement for its own.
      window.addEventListener('touchmove', move, { passive: false, capture: true });
      timer = setTimeout(hold, LONG);
    };
    const hold = () => {
      if (from !== null) {
        forget();
        longPressed();
        // Only now: what was held may click within the row itself.
        taken = true;
      }
    };
    const move = (event: TouchEvent) => {
      const touch = event.touches[0];
      if (from === null || touch === undefined) {
        return;
      }
      const [x, y] = [touch.clientX - from.x, touch.clientY - from.y];
      const axis = axisOf(x, y);
      if (!swiping && axis !== 'unclear') {
        clearTimeout(timer);
        if (axis === 'scroll' || forward(x) < 0) {
          forget();
          return;
        }
        swiping = true;
      }
      if (swiping) {
        event.preventDefault();
        event.stopPropagation();
        pull(Math.max(0, forward(x)));
      }
    };
    const end = () => {
      const stage = stageOf(far);
      taken ||= swiping;
      forget();
      if (stage !== 'none') {
        swiped(stage);
      }
    };
    // A finger that swiped or held does not also follow the link.
    const click = (event: MouseEvent) => {
      if (taken) {
        taken = false;
        event.preventDefault();
        event.stopPropagation();
      }
    };
    // The browser's own menu of a held link would lie over the row's. A mouse gets it. A browser that finds the row held
    // before the timer does takes the finger away, so that nothing else would open the menu.
    const menu = (event: MouseEvent) => {
      if (event instanceof PointerEvent && event.pointerType === 'touch') {
        event.preventDefault();
        hold();
      }
    };
    element.addEventListener('touchstart', start, { passive: true });
    element.addEventListener('touchend', end);
    element.addEventListener('touchcancel', forget);
    element.addEventListener('click', click, true);
    element.addEventListener('contextmenu', menu);
    return () => {
      clearTimeout(timer);
      element.removeEventListener('touchstart', start);
      window.removeEventListener('touchmove', move, true);
      element.removeEventListener('touchend', end);
      element.removeEventListener('touchcancel', forget);
      element.removeEventListener('click', click, true);
      element.removeEventListener('contextmenu', menu);
    };
  }, [row, enabled]);

  return pulled;
}
