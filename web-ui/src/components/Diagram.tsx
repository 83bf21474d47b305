import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drawDiagram } from '@/diagram/draw';
import type { Drawing } from '@/diagram/protocol';
import { useIsDark } from '@/lib/useIsDark';
import styles from './Markdown.module.css';

interface DiagramProps {
  code: string;
  /** What is shown until it is drawn, and where it cannot be. */
  fallback: ReactNode;
  onFailure: () => void;
}

/** A diagram of Mermaid's. Loaded only where there is one. */
export default function Diagram({ code, fallback, onFailure }: DiagramProps) {
  const { t } = useTranslation();
  const dark = useIsDark();
  const [picture, setPicture] = useState<(Drawing & { url: string }) | null>(null);
  useEffect(() => {
    let current = true;
    let made: string | null = null;
    drawDiagram(code, dark)
      .then((drawing) => {
        if (current) {
          // As a picture it runs nothing, loads nothing, and keeps its styles to itself.
          made = URL.createObjectURL(new Blob([drawing.svg], { type: 'image/svg+xml' }));
          setPicture({ ...drawing, url: made });
        }
      })
      .catch(() => current && onFailure());
    return () => {
      current = false;
      if (made !== null) {
        URL.revokeObjectURL(made);
      }
    };
  }, [code, dark, onFailure]);
  if (picture === null) {
    return fallback;
  }
  const { url, width, height, title, description } = picture;
  const name = [title, description].filter((text) => text !== '').join('. ');
  return (
    // It scrolls; the focus lets the keyboard do so.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.diagram} tabIndex={0} role="group" aria-label={t('markdown.diagram')}>
      <img src={url} width={width} height={height} alt={name === '' ? t('markdown.diagram') : name} />
    </div>
  );
}
