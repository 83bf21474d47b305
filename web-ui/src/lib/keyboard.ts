/** What takes less than this from the window is a bar of the browser, not a keyboard. */
const LEAST = 100;

/**
 * Keeps the page above the keyboard of a phone. Where the browser resizes the page itself (`interactive-widget`), there is
 * nothing to do; elsewhere the keyboard lies over it, and only the visual viewport tells how much is left.
 */
export function stayAboveKeyboard(viewport: VisualViewport | null, root: HTMLElement = document.documentElement): void {
  viewport?.addEventListener('resize', () => {
    // Who zooms in sees less too, and wants the page to stay as it is.
    const covered = viewport.scale === 1 ? window.innerHeight - viewport.height : 0;
    if (covered > LEAST) {
      root.style.setProperty('--visible-height', `${viewport.height}px`);
      window.scrollTo(0, 0);
    } else {
      root.style.removeProperty('--visible-height');
    }
  });
}
