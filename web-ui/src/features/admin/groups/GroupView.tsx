import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Pencil } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { IconButton } from '@/components/Button';
import list from '@/components/list.module.css';
import { admin } from '../api';
import { people } from '../people';
import { quotasOf } from '../quotas/quotas';
import { useQuotas } from '../quotas/useQuotas';
import { deploymentsKey } from '../useBackends';
import { groupsKey, usePermissions } from '../usePeople';
import { GroupDialog } from './GroupDialog';
import styles from './groups.module.css';
import { Members } from './Members';

/** A group: who is in it, and what that gives them. */
export function GroupView({ name }: { name: string }) {
  const { t, i18n } = useTranslation(['groups', 'limits']);
  const { data: group, error } = useQuery({ queryKey: [...groupsKey, name], queryFn: ({ signal }) => people.group(name, signal) });
  const { data: permissions } = usePermissions();
  const { data: deployments } = useQuery({ queryKey: deploymentsKey, queryFn: ({ signal }) => admin.deployments(signal) });
  const { data: quotas } = useQuotas();
  const [describing, setDescribing] = useState(false);
  const models = permissions?.filter(({ groups }) => groups.includes(name)) ?? [];
  const served = deployments?.filter(({ groups }) => groups.includes(name)) ?? [];
  const quota = quotas?.find((each) => each.group === name);
  const limits = quota === undefined ? [] : quotasOf(quota.limits);
  return (
    <>
      <Link href="/admin/groups" className={styles.back}>
        <ArrowLeft size={16} aria-hidden="true" />
        {t('all')}
      </Link>
      {error !== null && (
        <p className={list.problem} role="alert">
          {error.message}
        </p>
      )}
      {group !== undefined && (
        <>
          <header className={styles.head}>
            <h2>{name}</h2>
            <IconButton size="small" label={t('describe', { name })} icon={<Pencil size={15} />} onClick={() => setDescribing(true)} />
          </header>
          <p className={list.quiet}>{group.description === '' ? t('notDescribed') : group.description}</p>
          <div className={styles.columns}>
            <Members group={group} />
            <div className={styles.gives}>
              <Part title={t('models')} note={t('modelsAbout')}>
                {models.map(({ model }) => (
                  <li key={model}>{model}</li>
                ))}
              </Part>
              <Part title={t('deployments')} note={t('deploymentsAbout')}>
                {served.map(({ id, model, backend, backendModel }) => (
                  <li key={id ?? `${model} ${backend ?? ''} ${backendModel}`}>
                    {model}
                    <span className={list.aside}>
                      {backend}/{backendModel}
                    </span>
                  </li>
                ))}
              </Part>
              <Part title={t('limits:title')} note={limits.length === 0 ? t('noLimits') : t('limitsAbout')}>
                {limits.map(({ name: limit, value }) => (
                  <li key={limit}>
                    {t(`limits:names.${limit}`)}: {value === null ? t('limits:unlimited') : value.toLocaleString(i18n.language)}
                  </li>
                ))}
              </Part>
            </div>
          </div>
          {describing && <GroupDialog group={group} onClose={() => setDescribing(false)} />}
        </>
      )}
    </>
  );
}

function Part({ title, note, children }: { title: string; note: string; children: ReactNode[] }) {
  const { t } = useTranslation('groups');
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>{children.length > 0 ? children : <li>{t('noneOf')}</li>}</ul>
      <p>{note}</p>
    </section>
  );
}
