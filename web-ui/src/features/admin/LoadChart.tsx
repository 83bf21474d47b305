import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import styles from './admin.module.css';
import { LOAD_PERIOD, type LoadHistory } from './load';
import { loadKey } from './useBackends';

const WIDTH = 600;
const HEIGHT = 40;
const EACH = (WIDTH * 3000) / LOAD_PERIOD;

/** What a backend has had to do of late, as long as this page has looked: answers in progress, and those that wait. */
export function LoadChart({ backend }: { backend: string }) {
  const { t, i18n } = useTranslation('admin');
  const { data } = useQuery<LoadHistory>({ queryKey: loadKey, queryFn: () => ({}), enabled: false });
  const samples = data?.[backend] ?? [];
  const newest = samples.at(-1);
  if (newest === undefined) {
    return null;
  }
  const most = Math.max(1, ...samples.map(({ running, queued }) => running + queued));
  const tall = (count: number) => (count / most) * HEIGHT;
  const figures = { running: newest.running.toLocaleString(i18n.language), queued: newest.queued.toLocaleString(i18n.language), most: most.toLocaleString(i18n.language) };
  return (
    <figure className={styles.load}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={t('load.is', figures)}>
        {samples.map(({ at, running, queued }) => {
          const x = WIDTH - EACH - ((newest.at - at) / LOAD_PERIOD) * WIDTH;
          return (
            <g key={at}>
              <rect className={styles.promptBar} x={x} width={EACH} y={HEIGHT - tall(running)} height={tall(running)} />
              <rect className={styles.answerBar} x={x} width={EACH} y={HEIGHT - tall(running + queued)} height={tall(queued)} />
            </g>
          );
        })}
      </svg>
      <figcaption className={styles.axis}>
        <span>{t('load.period')}</span>
        <span className={styles.legend}>
          <span className={styles.ofPrompts}>{t('figures.running')}</span>
          <span className={styles.ofAnswers}>{t('figures.queued')}</span>
        </span>
      </figcaption>
    </figure>
  );
}
