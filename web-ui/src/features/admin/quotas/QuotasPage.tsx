import { useMutation, useQueryClient } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/Button';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ListHead } from '@/components/ListHead';
import { ListTable } from '@/components/ListTable';
import list from '@/components/list.module.css';
import { toasts } from '@/components/toasts';
import { people, type Quota } from '../people';
import { quotasKey } from '../usePeople';
import { QuotaDialog } from './QuotaDialog';
import styles from './quotas.module.css';
import { type Nearness, nearestOf, quotasOf } from './quotas';
import { useHolder } from './useHolder';
import { useQuotas, useUse } from './useQuotas';

/** How much people, the members of groups and keys may use, and who is close to it. */
export function QuotasPage() {
  const { t } = useTranslation('limits');
  const { data: quotas, error } = useQuotas();
  const byUser = useUse('user');
  const byKey = useUse('key');
  const [adding, setAdding] = useState(false);
  const nearest = (quota: Quota) => {
    const { today, month } = quota.user !== null ? byUser(quota) : byKey(quota);
    return nearestOf(quota.limits, today, month);
  };
  return (
    <>
      <ListHead about={t('about')} add={{ text: t('add'), icon: Plus, onClick: () => setAdding(true) }} error={error} />
      {quotas?.length === 0 && <p className={list.quiet}>{t('none')}</p>}
      {quotas !== undefined && quotas.length > 0 && (
        <ListTable title={t('title')} heads={[t('for'), t('limits'), t('usedNow'), { text: t('actions'), is: 'hidden' }]}>
          {quotas.map((quota) => (
            <Row key={quota.id} quota={quota} nearest={quota.group === null ? nearest(quota) : null} />
          ))}
        </ListTable>
      )}
      {adding && <QuotaDialog quota={null} taken={quotas ?? []} onClose={() => setAdding(false)} />}
    </>
  );
}

function Row({ quota, nearest }: { quota: Quota; nearest: Nearness | null }) {
  const { t, i18n } = useTranslation('limits');
  const client = useQueryClient();
  const holder = useHolder(quota);
  const [dialog, setDialog] = useState<'change' | 'delete' | null>(null);
  const { name } = holder;
  const remove = useMutation({
    mutationFn: () => people.deleteQuota(quota.id),
    onError: (error) => toasts.add({ description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: quotasKey }),
  });
  const said = quotasOf(quota.limits);
  return (
    <tr>
      <th scope="row">
        {name}
        <span className={list.aside}>{holder.kind === 'group' ? t('eachOf') : t(`kinds.${holder.kind}`)}</span>
      </th>
      <td data-label={t('limits')}>
        {said.length === 0 ? (
          <span className={list.quiet}>{t('saysNothing')}</span>
        ) : (
          <dl className={styles.limits}>
            {said.map(({ name: limit, value }) => (
              <div key={limit}>
                <dt>{t(`names.${limit}`)}</dt>
                <dd>{value === null ? t('unlimited') : value.toLocaleString(i18n.language)}</dd>
              </div>
            ))}
          </dl>
        )}
      </td>
      <td data-label={t('usedNow')}>{quota.group === null ? <Near nearest={nearest} /> : <span className={list.quiet}>{t('perMember')}</span>}</td>
      <td className={list.last}>
        <span className={list.rowActions}>
          <IconButton size="small" label={t('change', { name })} icon={<Pencil size={15} />} onClick={() => setDialog('change')} />
          <IconButton size="small" label={t('delete', { name })} icon={<Trash2 size={15} />} onClick={() => setDialog('delete')} />
        </span>
        {dialog === 'change' && <QuotaDialog quota={quota} taken={[]} onClose={() => setDialog(null)} />}
        {dialog === 'delete' && (
          <ConfirmDialog title={t('deleteTitle', { name })} text={t('deleteText')} action={t('deleteIt')} onConfirm={() => remove.mutate()} onClose={() => setDialog(null)} />
        )}
      </td>
    </tr>
  );
}

const texts = {
  requestsPerDay: 'usedRequests',
  tokensPerDay: 'usedToday',
  pictureTokensPerDay: 'usedPictures',
  tokensPerMonth: 'usedMonth',
} as const;

function Near({ nearest }: { nearest: Nearness | null }) {
  const { t, i18n } = useTranslation('limits');
  if (nearest === null || !(nearest.name in texts)) {
    return <span className={list.quiet}>–</span>;
  }
  const share = (100 * nearest.share).toLocaleString(i18n.language, { maximumFractionDigits: 0 });
  return (
    <span className={clsx(styles.near, styles[nearest.level])}>
      {nearest.level !== 'fine' && <strong>{t(nearest.level)}</strong>}
      {t(texts[nearest.name as keyof typeof texts], { share })}
    </span>
  );
}
