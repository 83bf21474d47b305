import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/http';
import { Button } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import { Field } from '@/components/Field';
import list from '@/components/list.module.css';
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
  const problem = saving.error;
  const parameter = problem instanceof Problem ? problem.parameter : undefined;
  const at = (field: string) => (parameter === field ? problem?.message : undefined);
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
        {problem !== null && !['name', 'description'].includes(parameter ?? '') && (
          <p className={list.problem} role="alert">
            {problem.message}
          </p>
        )}
        <DialogActions>
          <Button kind="quiet" onClick={onClose}>
            {t('translation:app.cancel')}
          </Button>
          <Button kind="primary" type="submit" disabled={saving.isPending}>
            {group === null ? t('addIt') : t('translation:app.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
