import { useCallback, useEffect, useRef, useState } from 'react';

const NEAR = 48;

/**
 * Keeps the end of a growing text in sight for as long as the reader has not scrolled away from it. It is the only
 * owner of the scroll position.
 */
export function useStickToBottom() {
  const viewport = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticking = useRef(true);
  const [isAway, setAway] = useState(false);

  const toBottom = useCallback((behavior: ScrollBehavior = 'instant') => {
    sticking.current = true;
    setAway(false);
    const element = viewport.current;
    element?.scrollTo({ top: element.scrollHeight, behavior });
  }, []);

  useEffect(() => {
    const element = viewport.current;
    const grown = content.current;
    if (element === null || grown === null) {
      return;
    }
    let lastTop = element.scrollTop;
    const onScroll = () => {
      const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight;
      if (fromEnd < NEAR) {
        sticking.current = true;
      } else if (element.scrollTop < lastTop) {
        sticking.current = false;
      }
      lastTop = element.scrollTop;
      setAway(!sticking.current);
    };
    const observer = new ResizeObserver(() => {
      if (sticking.current) {
        element.scrollTop = element.scrollHeight;
      }
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(grown);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, []);

  return { viewport, content, isAway, toBottom };
}
