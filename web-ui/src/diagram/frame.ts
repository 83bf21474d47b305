import mermaid from 'mermaid';
import { type Drawing, type DrawRequest, type DrawResult, READY } from './protocol';

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/**
 * Draws diagrams in a document of its own: Mermaid writes styles into the page, which the page's content security policy
 * forbids and this one's allows. What it draws goes back as text, and is shown as a picture.
 */
async function draw({ id, code, dark }: DrawRequest): Promise<DrawResult> {
  try {
    // Anew each time, since the theme may have changed. Labels are SVG's own text: HTML is not drawn in every picture.
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      suppressErrorRendering: true,
      htmlLabels: false,
      theme: dark ? 'dark' : 'neutral',
      fontFamily: FONT,
      // Else lines run through what is written on them, and shadows are bright in the dark.
      themeCSS: `.edgeLabel rect { opacity: 1; fill: ${dark ? '#1e2025' : '#ffffff'}; } .node * { filter: none !important; }`,
    });
    const { svg } = await mermaid.render(`diagram-${id}`, code);
    return { id, drawing: measured(svg) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Gives the picture its size, which only its view box tells. */
function measured(text: string): Drawing {
  const svg = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  const [, , width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (svg.localName !== 'svg' || !(width > 0 && height > 0)) {
    throw new Error('The diagram has no size.');
  }
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(height));
  const own = (name: string) => svg.querySelector(`:scope > ${name}`)?.textContent.trim() ?? '';
  return {
    svg: new XMLSerializer().serializeToString(svg),
    width: Math.ceil(width),
    height: Math.ceil(height),
    title: own('title'),
    description: own('desc'),
  };
}

let queue = Promise.resolve();

window.addEventListener('message', (event: MessageEvent<DrawRequest>) => {
  if (event.origin === location.origin && event.source === parent) {
    queue = queue.then(async () => parent.postMessage(await draw(event.data), location.origin));
  }
});
parent.postMessage(READY, location.origin);
