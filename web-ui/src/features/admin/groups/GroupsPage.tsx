import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useRoute } from 'wouter';
import { IconButton } from '@/components/Button';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ListHead } from '@/components/ListHead';
import { ListTable } from '@/components/ListTable';
import list from '@/components/list.module.css';
import { toasts } from '@/components/toasts';
import { type Group, people } from '../people';
import { useGroups, usePermissions } from '../usePeople';
import { GroupDialog } from './GroupDialog';
import { GroupView } from './GroupView';

/** Groups of people, or one of them. */
export function GroupsPage() {
  const [isOne, params] = useRoute('/admin/groups/:name');
  return isOne ? <GroupView key={params.name} name={params.name} /> : <GroupList />;
}

const pathOf = (group: string) => `/admin/groups/${encodeURIComponent(group)}`;

function GroupList() {
  const { t } = useTranslation('groups');
  const { data: groups, error } = useGroups();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ListHead about={t('about')} add={{ text: t('add'), icon: Plus, onClick: () => setAdding(true) }} error={error} />
      {groups?.length === 0 && <p className={list.quiet}>{t('none')}</p>}
      {groups !== undefined && groups.length > 0 && (
        <ListTable title={t('title')} heads={[t('name'), t('description'), t('models'), { text: t('members'), is: 'number' }, { text: t('actions'), is: 'hidden' }]}>
          {groups.map((group) => (
            <Row key={group.name} group={group} />
          ))}
        </ListTable>
      )}
      {adding && <GroupDialog group={null} onClose={() => setAdding(false)} />}
    </>
  );
}

function Row({ group }: { group: Group }) {
  const { t, i18n } = useTranslation('groups');
  const client = useQueryClient();
  const { data: permissions } = usePermissions();
  const [deleting, setDeleting] = useState(false);
  const { name, description, members } = group;
  const models = permissions?.filter(({ groups }) => groups.includes(name)).map(({ model }) => model) ?? [];
  const remove = useMutation({
    mutationFn: () => people.deleteGroup(name),
    onSuccess: () => toasts.add({ description: t('deleted', { name }) }),
    onError: (error) => toasts.add({ description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: ['admin'] }),
  });
  return (
    <tr>
      <th scope="row">
        <Link href={pathOf(name)}>{name}</Link>
      </th>
      <td data-label={t('description')}>{description}</td>
      <td data-label={t('models')}>{models.length === 0 ? <span className={list.quiet}>{t('openModels')}</span> : models.join(', ')}</td>
      <td data-label={t('members')} className={list.number}>
        {members.toLocaleString(i18n.language)}
      </td>
      <td className={list.last}>
        <IconButton size="small" label={t('delete', { name })} icon={<Trash2 size={15} />} disabled={remove.isPending} onClick={() => setDeleting(true)} />
        {deleting && (
          <ConfirmDialog title={t('deleteTitle', { name })} text={t('deleteText')} action={t('deleteIt')} onConfirm={() => remove.mutate()} onClose={() => setDeleting(false)} />
        )}
      </td>
    </tr>
  );
}
