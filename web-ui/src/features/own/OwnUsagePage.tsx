import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ListHead } from '@/components/ListHead';
import { LimitBar } from '@/features/limits/LimitBar';
import { own } from './api';
import styles from './own.module.css';
import { untilIn } from './times';

const LIVE = 10_000;

/** What one may use, what of it is used, and when that begins anew. */
export function OwnUsagePage() {
  const { t, i18n } = useTranslation(['own', 'limits']);
  const { data, error } = useQuery({ queryKey: ['me', 'usage'], queryFn: ({ signal }) => own.usage(signal), refetchInterval: LIVE });
  const resets = (at: string) =>
    t('usage.resets', {
      in: untilIn(i18n.language, new Date(at), new Date()),
      at: new Date(at).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }),
    });
  return (
    <>
      <ListHead about={t('usage.about')} error={error} />
      {data !== undefined && (
        <div className={styles.periods}>
          <Period title={t('usage.today')} note={resets(data.dayResets)}>
            <LimitBar name="tokensPerDay" used={data.use.tokensToday} limit={data.limits.tokensPerDay} />
            <LimitBar name="pictureTokensPerDay" used={data.use.pictureTokensToday} limit={data.limits.pictureTokensPerDay} />
            <LimitBar name="requestsPerDay" used={data.use.requestsToday} limit={data.limits.requestsPerDay} />
          </Period>
          <Period title={t('usage.month')} note={resets(data.monthResets)}>
            <LimitBar name="tokensPerMonth" used={data.use.tokensThisMonth} limit={data.limits.tokensPerMonth} />
          </Period>
          <Period title={t('usage.now')} note={t('usage.nowIs')}>
            <LimitBar name="requestsPerMinute" used={data.use.requestsLastMinute} limit={data.limits.requestsPerMinute} />
            <LimitBar name="concurrent" used={data.use.concurrent} limit={data.limits.concurrent} />
          </Period>
        </div>
      )}
    </>
  );
}

function Period({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className={styles.period} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <p>{note}</p>
      </header>
      {children}
    </section>
  );
}
