import { Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '@/api/types';
import { IconButton } from '@/components/Button';
import { ListHead } from '@/components/ListHead';
import { ListTable } from '@/components/ListTable';
import list from '@/components/list.module.css';
import { useHasAccounts } from '@/features/account/useMe';
import { useModels } from '@/features/models/useModels';
import type { ModelPermission } from './people';
import { PermissionDialog } from './PermissionDialog';
import { StateMark } from './StateMark';
import { nameIn, usePermissions, useUsers } from './usePeople';

/** The models that people see, what each can do, and who may use it. */
export function ModelsPage() {
  const accounts = useHasAccounts();
  return accounts ? <ModelsOfPeople /> : <ModelTable permissions={null} />;
}

function ModelsOfPeople() {
  const { data: permissions, error } = usePermissions();
  return <ModelTable permissions={permissions ?? []} problem={error} />;
}

/** @param permissions null where nobody logs in */
function ModelTable({ permissions, problem = null }: { permissions: readonly ModelPermission[] | null; problem?: Error | null }) {
  const { t } = useTranslation(['admin', 'groups']);
  const { data: models, error } = useModels();
  const away = permissions?.filter(({ model }) => models?.every(({ id }) => id !== model)) ?? [];
  return (
    <>
      <ListHead about={permissions === null ? t('models.about') : `${t('models.about')} ${t('groups:permission.default')}`} error={error ?? problem} />
      {models !== undefined && (
        <ListTable
          title={t('models.title')}
          heads={[
            t('models.model'),
            t('models.state'),
            t('models.backends'),
            t('models.family'),
            { text: t('models.contextLength'), is: 'number' },
            t('models.can'),
            ...(permissions === null ? [] : [t('groups:permission.for'), { text: t('actions'), is: 'hidden' as const }]),
          ]}
        >
          {models.map((model) => (
            <tr key={model.id}>
              <th scope="row">
                {model.id}
                {model.isDefault && <span className={list.badge}>{t('models.default')}</span>}
              </th>
              <Abilities model={model} />
              {permissions !== null && <PermissionCells model={model.id} permission={permissions.find((each) => each.model === model.id)} />}
            </tr>
          ))}
          {away.map((permission) => (
            <tr key={permission.model}>
              <th scope="row">{permission.model}</th>
              <td colSpan={5}>
                <span className={list.quiet}>{t('groups:permission.away')}</span>
              </td>
              <PermissionCells model={permission.model} permission={permission} />
            </tr>
          ))}
        </ListTable>
      )}
    </>
  );
}

function Abilities({ model }: { model: Model }) {
  const { t, i18n } = useTranslation('admin');
  const { pictures, maxPictures, maxTiles, tools, attention } = model.capabilities;
  const abilities = [
    pictures ? t('models.pictures', { pictures: maxPictures, tiles: maxTiles }) : t('models.textOnly'),
    ...(tools ? [t('models.tools')] : []),
    ...(attention ? [t('models.attention')] : []),
  ];
  return (
    <>
      <td data-label={t('models.state')}>
        <StateMark state={model.ready ? 'ready' : 'failed'} label={model.ready ? t('states.ready') : (model.message ?? t('models.notReady'))} />
      </td>
      <td data-label={t('models.backends')}>{model.backend}</td>
      <td data-label={t('models.family')}>{model.family}</td>
      <td data-label={t('models.contextLength')} className={list.number}>
        {model.contextLength.toLocaleString(i18n.language)}
      </td>
      <td data-label={t('models.can')}>{abilities.join(', ')}</td>
    </>
  );
}

function PermissionCells({ model, permission }: { model: string; permission: ModelPermission | undefined }) {
  const { t } = useTranslation('groups');
  const { data: users } = useUsers();
  const [changing, setChanging] = useState(false);
  const some = permission === undefined ? [] : [...permission.groups, ...permission.users.map((id) => nameIn(users, id))];
  return (
    <>
      <td data-label={t('permission.for')}>{permission === undefined ? t('permission.everybody') : some.length === 0 ? t('permission.onlyAdministrators') : some.join(', ')}</td>
      <td className={list.last}>
        <IconButton size="small" label={t('permission.of', { model })} icon={<Users size={15} />} onClick={() => setChanging(true)} />
        {changing && <PermissionDialog model={model} permission={permission} onClose={() => setChanging(false)} />}
      </td>
    </>
  );
}
