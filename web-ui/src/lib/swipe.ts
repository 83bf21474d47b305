/** How far a finger goes before it is clear whether it scrolls or swipes, in pixels. */
const CLEAR = 10;

/** What a movement of a finger from where it came down is. */
export function axisOf(x: number, y: number): 'swipe' | 'scroll' | 'unclear' {
  if (Math.hypot(x, y) < CLEAR) {
    return 'unclear';
  }
  // Whoever scrolls does not hold a straight line: a swipe must be plainly sideways.
  return Math.abs(x) > 1.6 * Math.abs(y) ? 'swipe' : 'scroll';
}

/** How far a swipe is along the reading direction, so that it means the same from right to left. */
export function forward(x: number): number {
  return document.dir === 'rtl' ? -x : x;
}

/** Whether something under a finger scrolls sideways itself, or is written in. */
export function takesSwipes(target: EventTarget | null, within: Element): boolean {
  for (let element = target as Element | null; element !== null && element !== within; element = element.parentElement) {
    if (element.matches('input, textarea, select, [data-no-swipe]') || element.scrollWidth > element.clientWidth + 1) {
      const { overflowX } = getComputedStyle(element);
      if (element.matches('input, textarea, select, [data-no-swipe]') || overflowX === 'auto' || overflowX === 'scroll') {
        return true;
      }
    }
  }
  return false;
}
