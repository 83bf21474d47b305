import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureMap } from './api';
import { brightnessOf, colourOf } from './colours';
import styles from './AttentionView.module.css';

interface HeatMapProps {
  map: PictureMap;
  /** 0 to 1. */
  strength: number;
}

/** Attention over a picture, a cell a pixel, which the browser smooths. It shines through: where nobody looked is dark. */
export function HeatMap({ map, strength }: HeatMapProps) {
  const { t } = useTranslation('vision');
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context == null) {
      return;
    }
    const pixels = context.createImageData(map.columns, map.rows);
    const most = Math.max(...map.weights);
    map.weights.forEach((weight, index) => {
      pixels.data.set([...colourOf(brightnessOf(weight, most)), 255], index * 4);
    });
    context.putImageData(pixels, 0, 0);
  }, [map]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={t('attention.map', { where: t(`attention.places.${placeOf(map)}`) })}
      className={styles.map}
      width={map.columns}
      height={map.rows}
      style={{ opacity: strength }}
    />
  );
}

type Third = 0 | 1 | 2;

/** The ninth of the picture that got the most. */
export function placeOf({ columns, rows, weights }: PictureMap): `${Third}-${Third}` {
  const sums = new Map<string, number>();
  weights.forEach((weight, index) => {
    const column = Math.floor((((index % columns) + 0.5) * 3) / columns);
    const row = Math.floor(((Math.floor(index / columns) + 0.5) * 3) / rows);
    sums.set(`${column}-${row}`, (sums.get(`${column}-${row}`) ?? 0) + weight);
  });
  const [place] = [...sums].reduce((best, each) => (each[1] > best[1] ? each : best), ['1-1', -1]);
  return place as `${Third}-${Third}`;
}
