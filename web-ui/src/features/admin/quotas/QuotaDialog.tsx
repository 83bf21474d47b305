import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { FormEnd } from '@/components/FormEnd';
import list from '@/components/list.module.css';
import { limitNames } from '@/features/limits/limits';
import { fieldProblems } from '@/lib/fieldProblems';
import { people, type Quota, type QuotaHolder } from '../people';
import { PersonPicker } from '../PersonPicker';
import { quotasKey, useGroups } from '../usePeople';
import { allowanceOf, entriesOf } from './quotas';
import styles from './quotas.module.css';
import { useHolder } from './useHolder';
import { useKeyNames } from './useQuotas';

const KINDS = ['user', 'group', 'key'] as const;
type Kind = (typeof KINDS)[number];

const units = {
  requestsPerMinute: 'requests',
  requestsPerDay: 'requests',
  tokensPerDay: 'tokens',
  tokensPerMonth: 'tokens',
  pictureTokensPerDay: 'tokens',
  concurrent: 'answers',
} as const;

interface QuotaDialogProps {
  quota: Quota | null;
  /** Quotas that there are: each has one at most. */
  taken: readonly Quota[];
  onClose: () => void;
}

/** Sets the limits of a person, the members of a group or a key. */
export function QuotaDialog({ quota, taken, onClose }: QuotaDialogProps) {
  const { t } = useTranslation(['limits', 'translation']);
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>('user');
  const [holder, setHolder] = useState<string | null>(null);
  const [entries, setEntries] = useState(() => entriesOf(quota?.limits));
  const saving = useMutation({
    mutationFn: () => {
      const limits = allowanceOf(entries);
      const chosen: Record<Kind, (id: string) => QuotaHolder> = { user: (user) => ({ user }), group: (group) => ({ group }), key: (key) => ({ key }) };
      if (quota !== null) {
        return people.changeQuota(quota.id, limits);
      }
      return holder === null ? Promise.reject(new Error(t('missing'))) : people.addQuota(chosen[kind](holder), limits);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: quotasKey });
      onClose();
    },
  });
  const { at, elsewhere } = fieldProblems(saving.error, limitNames.map((name) => `limits.${name}`));
  const isKey = quota === null ? kind === 'key' : quota.key !== null;
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={quota === null ? t('add') : <Title quota={quota} />}>
      <form className={list.form} onSubmit={save}>
        {quota === null && (
          <>
            <Field label={t('for')}>
              {(attributes) => (
                <select
                  {...attributes}
                  value={kind}
                  onChange={(event) => {
                    setKind(KINDS.find((each) => each === event.target.value) ?? 'user');
                    setHolder(null);
                  }}
                >
                  {KINDS.map((each) => (
                    <option key={each} value={each}>
                      {t(`kinds.${each}`)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Holder kind={kind} holder={holder} taken={taken} onHolder={setHolder} />
          </>
        )}
        <div className={styles.entries}>
          {limitNames.map((name) => (
            <Field key={name} label={t(`names.${name}`)} error={at(`limits.${name}`)}>
              {(attributes) => (
                <span className={styles.entry}>
                  <input
                    {...attributes}
                    type="number"
                    min={0}
                    step={1}
                    inputMode="numeric"
                    value={entries[name].text}
                    disabled={entries[name].unlimited}
                    onChange={(event) => setEntries({ ...entries, [name]: { text: event.target.value, unlimited: false } })}
                  />
                  <span>{t(`units.${units[name]}`)}</span>
                  {!isKey && (
                    <label>
                      <input
                        type="checkbox"
                        aria-label={t('unlimitedOf', { name: t(`names.${name}`) })}
                        checked={entries[name].unlimited}
                        onChange={(event) => setEntries({ ...entries, [name]: { text: '', unlimited: event.target.checked } })}
                      />
                      {t('noLimit')}
                    </label>
                  )}
                </span>
              )}
            </Field>
          ))}
          <p className={list.quiet}>{isKey ? t('helpKey') : t('help')}</p>
        </div>
        <FormEnd problem={elsewhere} action={quota === null ? t('set') : t('translation:app.save')} isPending={saving.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function Title({ quota }: { quota: Quota }) {
  const { t } = useTranslation('limits');
  return t('changeTitle', { name: useHolder(quota).name });
}

interface HolderProps {
  kind: Kind;
  holder: string | null;
  taken: readonly Quota[];
  onHolder: (holder: string | null) => void;
}

function Holder({ kind, holder, taken, onHolder }: HolderProps) {
  const { t } = useTranslation('limits');
  const { data: groups = [] } = useGroups();
  const keys = useKeyNames();
  const without = taken.map((each) => each[kind] ?? '');
  if (kind === 'user') {
    return (
      <div>
        <PersonPicker label={t('kinds.user')} person={holder} without={without} onPick={onHolder} />
      </div>
    );
  }
  const choices = (kind === 'group' ? groups.map(({ name }) => [name, name] as const) : [...keys]).filter(([id]) => !without.includes(id));
  return (
    <Field label={t(`kinds.${kind}`)} {...(kind === 'key' && { help: t('noKeys') })}>
      {(attributes) => (
        <select {...attributes} required value={holder ?? ''} onChange={(event) => onHolder(event.target.value === '' ? null : event.target.value)}>
          <option value="" />
          {choices.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
