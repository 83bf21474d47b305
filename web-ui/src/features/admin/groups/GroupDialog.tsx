import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { FormEnd } from '@/components/FormEnd';
import list from '@/components/list.module.css';
import { fieldProblems } from '@/lib/fieldProblems';
import { type Group, people } from '../people';
import { groupsKey } from '../usePeople';

/** Makes a group, or describes one anew: it keeps its name. */
export function GroupDialog({ group, onClose }: { group: Group | null; onClose: () => void }) {
  const { t } = useTranslation(['groups', 'translation']);
  const client = useQueryClient();
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const saving = useMutation({
    mutationFn: () => (group === null ? people.addGroup(name.trim(), description) : people.describeGroup(group.name, description)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: groupsKey });
      onClose();
    },
  });
  const { at, elsewhere } = fieldProblems(saving.error, ['name', 'description']);
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={group === null ? t('add') : t('describe', { name: group.name })}>
      <form className={list.form} onSubmit={save}>
        {group === null && (
          <Field label={t('name')} help={t('nameHelp')} error={at('name')}>
            {(attributes) => <input {...attributes} required maxLength={100} value={name} autoComplete="off" autoFocus onChange={(event) => setName(event.target.value)} />}
          </Field>
        )}
        <Field label={t('description')} error={at('description')}>
          {(attributes) => <textarea {...attributes} rows={3} maxLength={1000} value={description} onChange={(event) => setDescription(event.target.value)} />}
        </Field>
        <FormEnd
          problem={elsewhere}
          action={group === null ? t('addIt') : t('translation:app.save')}
          isPending={saving.isPending}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
