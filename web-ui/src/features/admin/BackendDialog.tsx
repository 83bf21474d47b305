import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/http';
import { Button, IconButton } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { FormEnd } from '@/components/FormEnd';
import list from '@/components/list.module.css';
import styles from './admin.module.css';
import { admin, type Backend, type BackendForm } from './api';
import { readSettings, textOfSettings } from './settings';
import { backendsKey } from './useBackends';

interface ModelRow {
  id: string;
  settings: string;
}

/** A form for a backend: a new one where there is none. */
export function BackendDialog({ backend, onClose }: { backend: Backend | null; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'translation']);
  const client = useQueryClient();
  const types = useQuery({ queryKey: ['admin', 'types'], queryFn: ({ signal }) => admin.types(signal), staleTime: Infinity });
  const [name, setName] = useState(backend?.name ?? '');
  const [chosenType, setType] = useState(backend?.type ?? '');
  const [settings, setSettings] = useState(textOfSettings(backend?.settings ?? {}));
  const [models, setModels] = useState<ModelRow[]>(() => {
    const rows = Object.entries(backend?.models ?? {}).map(([id, own]) => ({ id, settings: textOfSettings(own) }));
    return rows.length > 0 ? rows : [{ id: '', settings: '' }];
  });
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null);
  const type = chosenType === '' ? (types.data?.[0] ?? '') : chosenType;

  const saving = useMutation({
    mutationFn: (form: BackendForm) => (backend === null ? admin.addBackend({ ...form, name }) : admin.changeBackend(backend.name, form)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: backendsKey });
      onClose();
    },
    onError: (error) => setWrong({ field: error instanceof Problem ? (error.parameter ?? '') : '', text: error.message }),
  });

  const read = (field: string, text: string) => {
    const result = readSettings(text);
    if ('line' in result) {
      setWrong({ field, text: t('backends.line', { line: result.line }) });
      return undefined;
    }
    return result.settings;
  };
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    setWrong(null);
    const own = read('settings', settings);
    const rows = models.filter((model) => model.id.trim() !== '').map((model) => [model.id.trim(), read(`models.${model.id.trim()}`, model.settings)] as const);
    if (own !== undefined && rows.every((row): row is readonly [string, Record<string, string>] => row[1] !== undefined)) {
      saving.mutate({ type, settings: own, models: Object.fromEntries(rows) });
    }
  };
  const at = (field: string) => (wrong !== null && (wrong.field === field || wrong.field.startsWith(`${field}.`)) ? wrong.text : undefined);
  const known = wrong !== null && ['name', 'type', 'settings', ...models.map((model) => `models.${model.id.trim()}`)].some((field) => at(field) !== undefined);
  const changeModel = (index: number, change: Partial<ModelRow>) =>
    setModels(models.map((model, position) => (position === index ? { ...model, ...change } : model)));

  return (
    <Dialog open onClose={onClose} title={backend === null ? t('backends.add') : t('backends.change', { name: backend.name })}>
      <form className={list.form} onSubmit={save}>
        {backend === null && (
          <Field label={t('backends.name')} help={t('backends.nameHelp')} error={at('name')}>
            {(field) => <input {...field} required value={name} autoComplete="off" autoFocus onChange={(event) => setName(event.target.value)} />}
          </Field>
        )}
        <Field label={t('backends.type')} error={at('type')}>
          {(field) => (
            <select {...field} value={type} onChange={(event) => setType(event.target.value)}>
              {(types.data ?? [type]).map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t('backends.settings')} help={t('backends.settingsHelp')} error={at('settings')}>
          {(field) => <textarea {...field} className={`${field.className} ${styles.lines}`} rows={2} spellCheck={false} value={settings} onChange={(event) => setSettings(event.target.value)} />}
        </Field>
        {models.map((model, index) => (
          // Rows have nothing else that stays the same while they are written.
          <fieldset key={index} className={styles.model}>
            <legend>{t('backends.model', { number: index + 1 })}</legend>
            <Field label={t('backends.modelId')}>
              {(field) => <input {...field} value={model.id} autoComplete="off" onChange={(event) => changeModel(index, { id: event.target.value })} />}
            </Field>
            <Field label={t('backends.modelSettings')} error={model.id.trim() === '' ? undefined : at(`models.${model.id.trim()}`)}>
              {(field) => (
                <textarea {...field} className={`${field.className} ${styles.lines}`} rows={3} spellCheck={false} placeholder="path: /models/…" value={model.settings} onChange={(event) => changeModel(index, { settings: event.target.value })} />
              )}
            </Field>
            {models.length > 1 && (
              <IconButton
                className={styles.removeModel}
                size="small"
                label={t('backends.removeModel', { number: index + 1 })}
                icon={<X size={16} />}
                onClick={() => setModels(models.filter((_, position) => position !== index))}
              />
            )}
          </fieldset>
        ))}
        <Button kind="quiet" onClick={() => setModels([...models, { id: '', settings: '' }])}>
          <Plus size={16} aria-hidden="true" />
          {t('backends.addModel')}
        </Button>
        <FormEnd
          problem={wrong !== null && !known ? wrong.text : null}
          action={backend === null ? t('backends.addIt') : t('translation:app.save')}
          isPending={saving.isPending}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
