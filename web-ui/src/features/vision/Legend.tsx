import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './AttentionView.module.css';
import { colourOf } from './colours';

const STEPS = 128;

/** What the colours of a map stand for. */
export function Legend({ most, quarter }: { most: string; quarter: string }) {
  const { t } = useTranslation('vision');
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context == null) {
      return;
    }
    const pixels = context.createImageData(STEPS, 1);
    for (let step = 0; step < STEPS; step++) {
      pixels.data.set([...colourOf(step / (STEPS - 1)), 255], step * 4);
    }
    context.putImageData(pixels, 0, 0);
  }, []);
  return (
    <figure className={styles.legend}>
      <figcaption>{t('attention.legend')}</figcaption>
      <canvas ref={canvas} width={STEPS} height={1} aria-hidden="true" />
      <p className={styles.scale}>
        <span>0 %</span>
        <span>{quarter} %</span>
        <span>{most} %</span>
      </p>
    </figure>
  );
}
