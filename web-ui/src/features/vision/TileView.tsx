import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredAttachment } from '@/api/types';
import { type Sight, type Tile, type TilePlan, tilePlan, tileUrl } from './api';
import { PictureFrame } from './PictureFrame';
import { TileGrid } from './TileGrid';
import styles from './TileView.module.css';
import vision from './vision.module.css';

interface TileViewProps {
  picture: StoredAttachment;
  sight: Sight;
}

/** A picture as a model gets it: how it is cut, in which order the tiles are sent, what each costs and shows. */
export default function TileView({ picture, sight }: TileViewProps) {
  const { t } = useTranslation('vision');
  const [chosen, setChosen] = useState(1);
  const { data: plan, error } = useQuery({
    queryKey: ['tiles', picture.id, sight],
    queryFn: ({ signal }) => tilePlan(picture.id, sight, signal),
    staleTime: Infinity,
    retry: 1,
  });
  const tile = plan?.tiles.find((each) => each.index === chosen);
  return (
    <div className={vision.split}>
      <div className={vision.picture}>
        <PictureFrame picture={picture} size={plan}>
          {plan !== undefined && <TileGrid plan={plan} chosen={chosen} onChoose={setChosen} />}
        </PictureFrame>
      </div>
      <section className={vision.panel} aria-label={t('tiles.title')}>
        {error !== null && (
          <p className={vision.problem} role="alert">
            {error.message}
          </p>
        )}
        {plan !== undefined && (
          <>
            <Facts plan={plan} />
            {tile !== undefined && plan.tileSize > 0 && <Pixels tile={tile} plan={plan} url={tileUrl(picture.id, tile.index, sight)} />}
            <TileList plan={plan} picture={picture} sight={sight} chosen={chosen} onChoose={setChosen} />
          </>
        )}
      </section>
    </div>
  );
}

function Facts({ plan }: { plan: TilePlan }) {
  const { t, i18n } = useTranslation('vision');
  const thumbnail = plan.tiles.some((tile) => tile.thumbnail);
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <dl className={vision.facts}>
      <dt>{t('tiles.model')}</dt>
      <dd>{plan.model}</dd>
      <dt>{t('tiles.grid')}</dt>
      <dd>
        {t('tiles.columnsRows', { columns: plan.columns, rows: plan.rows })}
        {thumbnail && ` + ${t('tiles.thumbnail')}`}
      </dd>
      <dt>{t('tiles.tokens')}</dt>
      <dd>{number(plan.tokens)}</dd>
      {plan.tileSize > 0 && (
        <>
          <dt>{t('tiles.each')}</dt>
          <dd>{t('tiles.pixels', { width: plan.tileSize, height: plan.tileSize })}</dd>
        </>
      )}
    </dl>
  );
}

interface TileListProps extends TileViewProps {
  plan: TilePlan;
  chosen: number;
  onChoose: (index: number) => void;
}

function TileList({ plan, picture, sight, chosen, onChoose }: TileListProps) {
  const { t } = useTranslation('vision');
  const list = useRef<HTMLOListElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowUp: chosen - 1, ArrowDown: chosen + 1, Home: 1, End: plan.tiles.length }[event.key];
    if (to !== undefined && to >= 1 && to <= plan.tiles.length) {
      event.preventDefault();
      onChoose(to);
      list.current?.querySelectorAll('button')[to - 1]?.focus();
    }
  };
  return (
    <div>
      <h3 className={vision.heading} id="tiles-sent">
        {t('tiles.sent')}
      </h3>
      {/* The arrow keys go from button to button. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ol ref={list} className={styles.tiles} aria-labelledby="tiles-sent" onKeyDown={onKeyDown}>
        {plan.tiles.map((tile) => (
          <li key={tile.index}>
            <button
              type="button"
              className={clsx(styles.tile, tile.index === chosen && styles.chosen)}
              aria-pressed={tile.index === chosen}
              onClick={() => onChoose(tile.index)}
            >
              {plan.tileSize > 0 ? (
                <img src={tileUrl(picture.id, tile.index, sight)} alt="" width={44} height={44} loading="lazy" />
              ) : (
                <span className={styles.unknown} />
              )}
              <span className={styles.about}>
                <span className={styles.name}>{tile.thumbnail ? t('tiles.thumbnail') : t('tiles.tile', { number: tile.index })}</span>
                {tile.tag !== null && <code className={styles.tag}>{tile.tag}</code>}
              </span>
              <span className={styles.tokens}>{t('tiles.tokensOf', { count: tile.tokens })}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Pixels({ tile, plan, url }: { tile: Tile; plan: TilePlan; url: string }) {
  const { t } = useTranslation('vision');
  const name = tile.thumbnail ? t('tiles.thumbnail') : t('tiles.tile', { number: tile.index });
  return (
    <figure className={styles.pixels}>
      <img key={url} src={url} alt={t('tiles.exactly', { name })} width={plan.tileSize} height={plan.tileSize} />
      <figcaption>
        <span aria-live="polite">
          <strong>{name}</strong>{' '}
          {t('tiles.stretched', { x: tile.x, y: tile.y, width: tile.width, height: tile.height, side: plan.tileSize })}
        </span>
        <a href={url} target="_blank" rel="noreferrer">
          {t('tiles.open')}
        </a>
      </figcaption>
    </figure>
  );
}
