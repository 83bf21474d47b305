import { Popover } from '@base-ui/react/popover';
import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AnswerRecord } from '@/api/types';
import { IconButton } from '@/components/Button';
import menu from '@/components/menu.module.css';
import styles from './AnswerDetails.module.css';
import { measuresOf } from './measures';

/** What an answer cost and how fast it came, on request. */
export function AnswerDetails({ record }: { record: AnswerRecord }) {
  const { t, i18n } = useTranslation();
  const { firstTokenSeconds, tokensPerSecond } = measuresOf(record);
  const { usage } = record;
  const number = (value: number, digits = 0) => value.toLocaleString(i18n.language, { maximumFractionDigits: digits });
  const rows: [string, string][] = [[t('chat.modelLabel'), record.model]];
  if (firstTokenSeconds !== null) {
    rows.push([t('chat.firstToken'), `${number(firstTokenSeconds, 2)} s`]);
  }
  if (tokensPerSecond !== null) {
    rows.push([t('chat.speed'), t('chat.perSecond', { rate: number(tokensPerSecond, 1) })]);
  }
  if (usage.promptTokens !== null) {
    const parts: string[] = [t('chat.tokens', { count: usage.promptTokens })];
    if (usage.imageTokens !== null && usage.imageTokens > 0) {
      parts.push(t('chat.ofPictures', { number: usage.imageTokens }));
    }
    if (usage.cachedTokens !== null && usage.cachedTokens > 0) {
      parts.push(t('chat.cached', { number: usage.cachedTokens }));
    }
    rows.push([t('chat.prompt'), parts.join(' · ')]);
  }
  if (usage.completionTokens !== null) {
    rows.push([t('chat.written'), t('chat.tokens', { count: usage.completionTokens })]);
  }
  for (const { from, to } of record.seam) {
    if (from !== null && to !== null) {
      rows.push([t('chat.seamLabel'), `${from} → ${to}`]);
    }
  }
  return (
    <Popover.Root>
      <Popover.Trigger render={<IconButton size="small" label={t('chat.details')} icon={<Info size={16} />} />} />
      <Popover.Portal>
        <Popover.Positioner className={menu.positioner} sideOffset={6} align="start">
          <Popover.Popup className={menu.popup} aria-label={t('chat.details')}>
            <dl className={styles.details}>
              {rows.map(([name, value]) => (
                <div key={name + value}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
