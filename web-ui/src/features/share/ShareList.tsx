import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/Button';
import { toasts } from '@/components/toasts';
import { type Share, shareApi } from './api';
import styles from './share.module.css';

export const sharesKey = ['shares'] as const;

/** The links that lead to a conversation, or all of one's own; each can be ended. */
export function ShareList({ conversation }: { conversation: string | null }) {
  const { t, i18n } = useTranslation('share');
  const client = useQueryClient();
  const shares = useQuery({ queryKey: [...sharesKey, conversation], queryFn: ({ signal }) => shareApi.list(conversation, signal) });
  const end = useMutation({
    mutationFn: (share: Share) => shareApi.end(share.id),
    onSuccess: () => toasts.add({ description: t('ended') }),
    onError: (error) => toasts.add({ description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: sharesKey }),
  });
  const day = (time: string) => new Date(time).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  if (shares.isError) {
    return (
      <p className={styles.problem} role="alert">
        {shares.error.message}
      </p>
    );
  }
  if (shares.data === undefined || shares.data.length === 0) {
    return conversation === null && shares.isSuccess ? <p className={styles.quiet}>{t('none')}</p> : null;
  }
  return (
    <section>
      {conversation !== null && <h3 className={styles.heading}>{t('links')}</h3>}
      <ul className={styles.list} aria-label={t('links')}>
        {shares.data.map((share) => (
          <li key={share.id}>
            <span className={styles.link}>
              {conversation === null && <span className={styles.name}>{share.title}</span>}
              <span className={styles.quiet}>
                {t('since', { day: day(share.createdAt) })} · {share.expiresAt === null ? t('forever') : t('until', { day: day(share.expiresAt) })}
              </span>
            </span>
            <IconButton size="small" label={t('end', { day: day(share.createdAt) })} icon={<Trash2 size={16} />} disabled={end.isPending} onClick={() => end.mutate(share)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
