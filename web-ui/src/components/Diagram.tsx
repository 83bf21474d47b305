import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import mermaid from 'mermaid/dist/mermaid.min.js?url';
import styles from './Markdown.module.css';

/**
 * A Mermaid diagram. It is drawn in a frame of its own that may do nothing but draw: neither reach this page nor any
 * server, whatever a diagram's text says.
 */
export function Diagram({ code }: { code: string }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState<number | null>(null);

  useEffect(() => {
    const draw = () =>
      frame.current?.contentWindow?.postMessage({ code, dark: document.documentElement.dataset.theme === 'dark' }, '*');
    const listen = (event: MessageEvent<unknown>) => {
      if (event.source === frame.current?.contentWindow && typeof event.data === 'object' && event.data !== null) {
        if ('ready' in event.data) {
          draw();
        } else if ('height' in event.data && typeof event.data.height === 'number') {
          setHeight(Math.min(event.data.height, 2000));
        }
      }
    };
    window.addEventListener('message', listen);
    draw();
    return () => window.removeEventListener('message', listen);
  }, [code]);

  return (
    <iframe
      ref={frame}
      src={`/frames/diagram.html?script=${encodeURIComponent(mermaid)}`}
      sandbox="allow-scripts"
      title={t('markdown.diagram')}
      className={styles.diagram}
      style={{ height: height ?? 0 }}
      hidden={height === 0}
    />
  );
}
