import { useTranslation } from 'react-i18next';
import type { Measure } from '@/api/types';
import styles from './Composer.module.css';

/** What a message would cost: tokens, tiles, and its share of what the model can hold. */
export function MeasureNote({ measure }: { measure: Measure }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => value.toLocaleString(i18n.language);
  const tiles = measure.pictures.reduce((sum, picture) => sum + picture.tiles, 0);
  const percent = Math.ceil((100 * measure.promptTokens) / measure.contextLength);
  if (!measure.fits) {
    return (
      <p className={styles.tooLong} role="alert">
        {t('measure.tooLong', { tokens: number(measure.promptTokens), limit: number(measure.contextLength) })}
      </p>
    );
  }
  return (
    <p className={styles.measure} aria-label={t('measure.label')} role="group">
      <span>{t('measure.tokens', { tokens: number(measure.promptTokens) })}</span>
      {tiles > 0 && <span>{t('measure.tiles', { count: tiles })}</span>}
      <span className={styles.share}>{t('measure.share', { percent })}</span>
    </p>
  );
}
