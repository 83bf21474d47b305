import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { FormEnd } from '@/components/FormEnd';
import list from '@/components/list.module.css';
import styles from './admin.module.css';
import { GroupChoice } from './GroupChoice';
import { type ModelPermission, people } from './people';
import { PersonPicker } from './PersonPicker';
import { nameIn, permissionsKey, useUsers } from './usePeople';

interface PermissionDialogProps {
  model: string;
  permission: ModelPermission | undefined;
  onClose: () => void;
}

/** Who may use a model: everybody, or some groups and people. */
export function PermissionDialog({ model, permission, onClose }: PermissionDialogProps) {
  const { t } = useTranslation(['groups', 'translation']);
  const client = useQueryClient();
  const { data: all } = useUsers();
  const [restricted, setRestricted] = useState(permission !== undefined);
  const [groups, setGroups] = useState<readonly string[]>(permission?.groups ?? []);
  const [users, setUsers] = useState<readonly string[]>(permission?.users ?? []);
  const saving = useMutation({
    mutationFn: (): Promise<unknown> => (restricted ? people.restrict({ model, groups: [...groups], users: [...users] }) : permission === undefined ? Promise.resolve() : people.openToAll(model)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: permissionsKey });
      onClose();
    },
  });
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const choice = (value: boolean, text: string) => (
    <label>
      <input type="radio" name="who" checked={restricted === value} onChange={() => setRestricted(value)} />
      {text}
    </label>
  );
  return (
    <Dialog open onClose={onClose} title={t('permission.of', { model })} description={t('permission.about')}>
      <form className={list.form} onSubmit={save}>
        <fieldset className={styles.choice}>
          <legend>{t('permission.who')}</legend>
          <div>
            {choice(false, t('permission.everybody'))}
            {choice(true, t('permission.some'))}
          </div>
        </fieldset>
        {restricted && (
          <>
            <GroupChoice label={t('title')} chosen={groups} onChoose={setGroups} />
            <div>
              <PersonPicker label={t('permission.person')} without={users} onPick={(id) => id !== null && setUsers([...users, id])} />
            </div>
            {users.length > 0 && (
              <ul className={styles.chosen} aria-label={t('permission.people')}>
                {users.map((id) => (
                  <li key={id}>
                    {nameIn(all, id)}
                    <IconButton size="small" label={t('permission.remove', { name: nameIn(all, id) })} icon={<X size={14} />} onClick={() => setUsers(users.filter((each) => each !== id))} />
                  </li>
                ))}
              </ul>
            )}
            {groups.length === 0 && users.length === 0 && <p className={list.warning}>{t('permission.nobody')}</p>}
          </>
        )}
        <FormEnd
          problem={saving.isError ? saving.error.message : null}
          action={t('translation:app.save')}
          isPending={saving.isPending}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
