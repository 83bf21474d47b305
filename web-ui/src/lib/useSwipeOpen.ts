import { useEffect, useEffectEvent } from 'react';
import { axisOf, forward, takesSwipes } from './swipe';

/** How far a finger has to go, in pixels. */
const FAR = 56;

/** Opens something by a swipe in the reading direction, wherever on an element it begins. */
export function useSwipeOpen(id: string, enabled: boolean, open: () => void): void {
  const onOpen = useEffectEvent(open);
  useEffect(() => {
    const element = document.getElementById(id);
    if (!enabled || element === null) {
      return;
    }
    let from: { x: number; y: number } | null = null;
    const start = (event: TouchEvent) => {
      const touch = event.touches[0];
      const alone = touch !== undefined && event.touches.length === 1 && !takesSwipes(event.target, element);
      from = alone ? { x: touch.clientX, y: touch.clientY } : null;
    };
    const move = (event: TouchEvent) => {
      const touch = event.touches[0];
      if (from === null || touch === undefined) {
        return;
      }
      const [x, y] = [touch.clientX - from.x, touch.clientY - from.y];
      const axis = axisOf(x, y);
      if (axis === 'scroll' || forward(x) < 0 || !(window.getSelection()?.isCollapsed ?? true)) {
        from = null;
      } else if (axis === 'swipe' && forward(x) > FAR) {
        from = null;
        onOpen();
      }
    };
    element.addEventListener('touchstart', start, { passive: true });
    element.addEventListener('touchmove', move, { passive: true });
    return () => {
      element.removeEventListener('touchstart', start);
      element.removeEventListener('touchmove', move);
    };
  }, [id, enabled]);
}
