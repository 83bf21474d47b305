import { clsx } from 'clsx';
import styles from './TileGrid.module.css';
import type { TilePlan } from './api';

interface TileGridProps {
  plan: TilePlan;
  chosen: number;
  onChoose: (index: number) => void;
}

/** The tiles over their picture, with their order. The list beside it says the same to those who do not see it. */
export function TileGrid({ plan, chosen, onChoose }: TileGridProps) {
  const share = (part: number, whole: number) => `${(100 * part) / whole}%`;
  const whole = plan.tiles.find((tile) => tile.index === chosen)?.thumbnail === true;
  return (
    <div className={clsx(styles.grid, whole && styles.whole)} aria-hidden="true">
      {plan.tiles
        .filter((tile) => !tile.thumbnail)
        .map((tile) => (
          <button
            key={tile.index}
            type="button"
            tabIndex={-1}
            className={clsx(styles.cell, tile.index === chosen && styles.chosen)}
            style={{
              left: share(tile.x, plan.width),
              top: share(tile.y, plan.height),
              width: share(tile.width, plan.width),
              height: share(tile.height, plan.height),
            }}
            data-tile={tile.index}
            onClick={() => onChoose(tile.index)}
          >
            <span className={styles.number}>{tile.index}</span>
          </button>
        ))}
    </div>
  );
}
