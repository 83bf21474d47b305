import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import styles from './LimitBar.module.css';
import { levelOf, type LimitName, shareOf } from './limits';

interface LimitBarProps {
  name: LimitName;
  used: number;
  limit: number | null | undefined;
}

/** How much of a limit is used: as a bar and in words, or in words alone where there is no limit. */
export function LimitBar({ name, used, limit }: LimitBarProps) {
  const { t, i18n } = useTranslation('limits');
  const number = (value: number) => value.toLocaleString(i18n.language);
  const level = levelOf(used, limit);
  const label = t(`used.${name}`);
  const text = limit == null ? t('withoutLimit', { used: number(used) }) : t('of', { used: number(used), limit: number(limit) });
  return (
    <div className={clsx(styles.row, styles[level])}>
      <span className={styles.label}>{label}</span>
      <span className={styles.text}>
        {level !== 'fine' && <strong>{t(level)}</strong>}
        {text}
      </span>
      {limit != null && (
        <div className={styles.bar} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={Math.max(limit, 1)} aria-valuenow={Math.min(used, Math.max(limit, 1))} aria-valuetext={text}>
          <span style={{ width: `${100 * shareOf(used, limit)}%` }} />
        </div>
      )}
    </div>
  );
}
