import { clsx } from 'clsx';
import { type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Region } from './api';
import { pressed, spanned, within } from './region';
import styles from './RegionView.module.css';

interface RegionBoxProps {
  size: { width: number; height: number };
  region: Region;
  onChange: (region: Region) => void;
  onDone: () => void;
}

interface Point {
  x: number;
  y: number;
}

type Drag = { kind: 'span'; from: Point } | { kind: 'move'; from: Point; region: Region };

const corners = ['tl', 'tr', 'bl', 'br'] as const;

/** The rectangle over a picture: drawn, moved and pulled at its corners by pointer or finger, and moved by keys. */
export function RegionBox({ size, region, onChange, onDone }: RegionBoxProps) {
  const { t } = useTranslation('vision');
  const area = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;

  const at = (event: PointerEvent): Point => {
    const box = area.current?.getBoundingClientRect();
    return box === undefined
      ? { x: 0, y: 0 }
      : { x: ((event.clientX - box.left) * size.width) / box.width, y: ((event.clientY - box.top) * size.height) / box.height };
  };
  const start = (event: PointerEvent) => {
    if (event.button !== 0) {
      return;
    }
    const point = at(event);
    const grip = event.target instanceof HTMLElement ? event.target.dataset.grip : undefined;
    if (grip === 'box') {
      drag.current = { kind: 'move', from: point, region };
    } else if (grip === undefined) {
      drag.current = { kind: 'span', from: point };
    } else {
      // The corner that is not pulled stays.
      drag.current = {
        kind: 'span',
        from: {
          x: grip.endsWith('l') ? region.x + region.width : region.x,
          y: grip.startsWith('t') ? region.y + region.height : region.y,
        },
      };
    }
    area.current?.setPointerCapture(event.pointerId);
  };
  const pull = (event: PointerEvent) => {
    const held = drag.current;
    if (held === null) {
      return;
    }
    const point = at(event);
    onChange(
      held.kind === 'span'
        ? spanned(held.from, point, size)
        : within({ ...held.region, x: held.region.x + point.x - held.from.x, y: held.region.y + point.y - held.from.y }, size),
    );
  };
  const release = () => {
    drag.current = null;
  };
  return (
    <div ref={area} className={styles.area} onPointerDown={start} onPointerMove={pull} onPointerUp={release} onPointerCancel={release}>
      {/* A thing of its own that arrow keys move: no role says so better. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="application"
        className={styles.box}
        data-grip="box"
        aria-label={t('region.box')}
        aria-describedby="region-keys region-is"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        style={{
          left: percent(region.x, size.width),
          top: percent(region.y, size.height),
          width: percent(region.width, size.width),
          height: percent(region.height, size.height),
        }}
        onKeyDown={(event) => {
          const changed = pressed(event.key, event.shiftKey, event.altKey, region, size);
          if (changed !== undefined) {
            event.preventDefault();
            onChange(changed);
          } else if (event.key === 'Enter') {
            event.preventDefault();
            onDone();
          }
        }}
      >
        {corners.map((corner) => (
          <span key={corner} className={clsx(styles.corner, styles[corner])} data-grip={corner} />
        ))}
      </div>
      <span id="region-is" className="visually-hidden" role="status">
        {t('region.boxIs', { ...region })}
      </span>
    </div>
  );
}
