import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/Button';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ListHead } from '@/components/ListHead';
import { ListTable } from '@/components/ListTable';
import list from '@/components/list.module.css';
import { toasts } from '@/components/toasts';
import { type ApiKey, keysKey, own } from './api';
import { NewKeyDialog } from './NewKeyDialog';
import styles from './own.module.css';

/** The keys of one's own programs. */
export function KeysPage() {
  const { t } = useTranslation('own');
  const { data: keys, error, dataUpdatedAt } = useQuery({ queryKey: keysKey, queryFn: ({ signal }) => own.keys(signal) });
  const [making, setMaking] = useState(false);
  return (
    <>
      <ListHead about={t('keys.about')} add={{ text: t('keys.new'), icon: Plus, onClick: () => setMaking(true) }} error={error} />
      {keys?.length === 0 && <p className={list.quiet}>{t('keys.none')}</p>}
      {keys !== undefined && keys.length > 0 && (
        <ListTable title={t('keys.title')} heads={[t('keys.name'), t('keys.may'), t('keys.lastUsed'), t('keys.expires'), t('keys.made'), { text: t('keys.actions'), is: 'hidden' }]}>
          {keys.toReversed().map((key) => (
            <Row key={key.id} apiKey={key} now={dataUpdatedAt} />
          ))}
        </ListTable>
      )}
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
    </>
  );
}

function Row({ apiKey, now }: { apiKey: ApiKey; now: number }) {
  const { t, i18n } = useTranslation('own');
  const client = useQueryClient();
  const [revoking, setRevoking] = useState(false);
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt } = apiKey;
  const revoke = useMutation({
    mutationFn: () => own.revokeKey(id),
    onSuccess: () => toasts.add({ description: t('keys.revoked', { name }) }),
    onError: (error) => toasts.add({ description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: keysKey }),
  });
  const day = (time: string) => new Date(time).toLocaleDateString(i18n.language, { dateStyle: 'medium' });
  const expired = expiresAt !== null && Date.parse(expiresAt) <= now;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label={t('keys.may')}>{scopes.map((scope) => t(`scopes.${scope}`)).join(', ')}</td>
      <td data-label={t('keys.lastUsed')}>
        {lastUsedAt === null ? (
          <span className={list.quiet}>{t('keys.never')}</span>
        ) : (
          <time dateTime={lastUsedAt}>{new Date(lastUsedAt).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })}</time>
        )}
      </td>
      <td data-label={t('keys.expires')} className={expired ? styles.expired : undefined}>{expiresAt === null ? t('keys.noEnd') : expired ? t('keys.expired', { day: day(expiresAt) }) : day(expiresAt)}</td>
      <td data-label={t('keys.made')}>{day(createdAt)}</td>
      <td className={list.last}>
        <IconButton size="small" label={t('keys.revoke', { name })} icon={<Trash2 size={15} />} disabled={revoke.isPending} onClick={() => setRevoking(true)} />
        {revoking && (
          <ConfirmDialog
            title={t('keys.revokeTitle', { name })}
            text={t('keys.revokeText')}
            action={t('keys.revokeIt')}
            onConfirm={() => revoke.mutate()}
            onClose={() => setRevoking(false)}
          />
        )}
      </td>
    </tr>
  );
}
