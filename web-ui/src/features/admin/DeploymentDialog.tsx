import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { FormEnd } from '@/components/FormEnd';
import list from '@/components/list.module.css';
import { useHasAccounts } from '@/features/account/useMe';
import { fieldProblems } from '@/lib/fieldProblems';
import { admin, type Deployment, type DeploymentForm } from './api';
import { GroupChoice } from './GroupChoice';
import { deploymentsKey, useBackends } from './useBackends';

const numbers = ['weight', 'priority', 'minPromptTokens', 'maxPromptTokens'] as const;

/** A form for a deployment: a new one where there is none. */
export function DeploymentDialog({ deployment, onClose }: { deployment: Deployment | null; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'groups', 'translation']);
  const client = useQueryClient();
  const backends = useBackends();
  const accounts = useHasAccounts();
  const [model, setModel] = useState(deployment?.model ?? '');
  const [chosen, setBackend] = useState(deployment?.backend ?? '');
  const [backendModel, setBackendModel] = useState(deployment?.backendModel ?? '');
  const [pictures, setPictures] = useState(String(deployment?.pictures ?? ''));
  const [groups, setGroups] = useState<readonly string[]>(deployment?.groups ?? []);
  const [figures, setFigures] = useState({
    weight: String(deployment?.weight ?? 1),
    priority: String(deployment?.priority ?? 0),
    minPromptTokens: String(deployment?.minPromptTokens ?? ''),
    maxPromptTokens: String(deployment?.maxPromptTokens ?? ''),
  });
  const backend = chosen === '' ? (backends.data?.[0]?.name ?? '') : chosen;
  const served = backends.data?.find((each) => each.name === backend)?.serving ?? [];

  const saving = useMutation({
    mutationFn: (form: DeploymentForm) => (deployment?.id == null ? admin.addDeployment(form) : admin.changeDeployment(deployment.id, form)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: deploymentsKey });
      onClose();
    },
  });
  const { at, elsewhere } = fieldProblems(saving.error, ['model', 'backend', 'backendModel', ...numbers]);

  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    const figure = (text: string) => (text.trim() === '' ? null : Number(text));
    saving.mutate({
      model,
      backend,
      ...(backendModel.trim() !== '' && { backendModel }),
      weight: figure(figures.weight) ?? 1,
      priority: figure(figures.priority) ?? 0,
      pictures: pictures === '' ? null : pictures === 'true',
      minPromptTokens: figure(figures.minPromptTokens),
      maxPromptTokens: figure(figures.maxPromptTokens),
      groups: [...groups],
    });
  };
  return (
    <Dialog open onClose={onClose} title={deployment === null ? t('deployments.add') : t('deployments.changeTitle')}>
      <form className={list.form} onSubmit={save}>
        <Field label={t('deployments.model')} help={t('deployments.modelHelp')} error={at('model')}>
          {(field) => <input {...field} required value={model} autoComplete="off" autoFocus onChange={(event) => setModel(event.target.value)} />}
        </Field>
        <Field label={t('deployments.backend')} error={at('backend')}>
          {(field) => (
            <select {...field} value={backend} onChange={(event) => setBackend(event.target.value)}>
              {(backends.data ?? []).map((each) => (
                <option key={each.name}>{each.name}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t('deployments.backendModel')} help={t('deployments.backendModelHelp')} error={at('backendModel')}>
          {(field) => (
            <>
              <input {...field} value={backendModel} list="served-models" autoComplete="off" onChange={(event) => setBackendModel(event.target.value)} />
              <datalist id="served-models">
                {served.map((each) => (
                  <option key={each.id} value={each.id} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <div className={list.pair}>
          {numbers.map((name) => (
            <Field key={name} label={t(`deployments.${name}`)} error={at(name)}>
              {(field) => <input {...field} type="number" step={1} value={figures[name]} onChange={(event) => setFigures({ ...figures, [name]: event.target.value })} />}
            </Field>
          ))}
        </div>
        <Field label={t('deployments.takes')}>
          {(field) => (
            <select {...field} value={pictures} onChange={(event) => setPictures(event.target.value)}>
              <option value="">{t('deployments.everything')}</option>
              <option value="true">{t('deployments.withPictures')}</option>
              <option value="false">{t('deployments.withoutPictures')}</option>
            </select>
          )}
        </Field>
        {accounts && <GroupChoice label={t('groups:deployment.for')} help={t('groups:deployment.help')} chosen={groups} onChoose={setGroups} />}
        <FormEnd
          problem={elsewhere}
          action={deployment === null ? t('deployments.addIt') : t('translation:app.save')}
          isPending={saving.isPending}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
