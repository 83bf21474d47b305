import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/Button';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ListHead } from '@/components/ListHead';
import { ListTable } from '@/components/ListTable';
import list from '@/components/list.module.css';
import { toasts } from '@/components/toasts';
import { admin, type Deployment } from './api';
import { DeploymentDialog } from './DeploymentDialog';
import { StateMark } from './StateMark';
import { deploymentsKey } from './useBackends';

export function DeploymentsPage() {
  const { t } = useTranslation('admin');
  const { data: deployments, error } = useQuery({
    queryKey: deploymentsKey,
    queryFn: ({ signal }) => admin.deployments(signal),
    refetchInterval: 5000,
  });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ListHead about={t('deployments.about')} add={{ text: t('deployments.add'), icon: Plus, onClick: () => setAdding(true) }} error={error} />
      {deployments?.length === 0 && <p className={list.quiet}>{t('deployments.none')}</p>}
      {deployments !== undefined && deployments.length > 0 && (
        <ListTable title={t('deployments.title')} heads={[t('deployments.model'), t('deployments.servedBy'), { text: t('deployments.weight'), is: 'number' }, { text: t('deployments.priority'), is: 'number' }, t('deployments.takes'), t('deployments.state'), { text: t('actions'), is: 'hidden' }]}>
          {deployments.map((each) => (
            <Row key={each.id ?? `${each.model} ${each.backend ?? ''} ${each.backendModel}`} deployment={each} />
          ))}
        </ListTable>
      )}
      {adding && <DeploymentDialog deployment={null} onClose={() => setAdding(false)} />}
    </>
  );
}

function Row({ deployment }: { deployment: Deployment }) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'change' | 'delete' | null>(null);
  const { id, model, backend, backendModel } = deployment;
  const removing = useMutation({
    mutationFn: () => admin.deleteDeployment(id ?? ''),
    onError: (error) => toasts.add({ description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: deploymentsKey }),
  });
  const name = `${model}: ${backend ?? ''}/${backendModel}`;
  return (
    <tr>
      <th scope="row">{model}</th>
      <td data-label={t('deployments.servedBy')}>
        {backend}/{backendModel}
      </td>
      <td data-label={t('deployments.weight')} className={list.number}>{deployment.weight}</td>
      <td data-label={t('deployments.priority')} className={list.number}>{deployment.priority}</td>
      <td data-label={t('deployments.takes')}>{useConditions(deployment)}</td>
      <td data-label={t('deployments.state')}>
        <StateMark state={deployment.active ? 'ready' : 'unloaded'} label={deployment.active ? t('deployments.active') : t('deployments.waiting')} />
      </td>
      <td className={list.last}>
        {id === null ? (
          <span className={list.quiet}>{t('sources.configuration')}</span>
        ) : (
          <span className={list.rowActions}>
            <IconButton size="small" label={t('deployments.change', { name })} icon={<Pencil size={15} />} onClick={() => setDialog('change')} />
            <IconButton size="small" label={t('deployments.delete', { name })} icon={<Trash2 size={15} />} onClick={() => setDialog('delete')} />
          </span>
        )}
        {dialog === 'change' && <DeploymentDialog deployment={deployment} onClose={() => setDialog(null)} />}
        {dialog === 'delete' && (
          <ConfirmDialog
            title={t('deployments.deleteTitle')}
            text={t('deployments.deleteText', { name })}
            action={t('delete')}
            onConfirm={() => removing.mutate()}
            onClose={() => setDialog(null)}
          />
        )}
      </td>
    </tr>
  );
}

function useConditions({ pictures, minPromptTokens, maxPromptTokens, groups }: Deployment): string {
  const { t } = useTranslation(['admin', 'groups']);
  const conditions: string[] = [];
  if (pictures !== null) {
    conditions.push(pictures ? t('deployments.withPictures') : t('deployments.withoutPictures'));
  }
  if (minPromptTokens !== null) {
    conditions.push(t('deployments.from', { tokens: minPromptTokens }));
  }
  if (maxPromptTokens !== null) {
    conditions.push(t('deployments.upTo', { tokens: maxPromptTokens }));
  }
  if (groups.length > 0) {
    conditions.push(t('groups:deployment.only', { groups: groups.join(', ') }));
  }
  return conditions.length === 0 ? t('deployments.everything') : conditions.join(', ');
}
