import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { ListHead } from '@/components/ListHead';
import { ListTable } from '@/components/ListTable';
import list from '@/components/list.module.css';
import { useHasAccounts } from '@/features/account/useMe';
import { PersonPicker } from '../PersonPicker';
import { actionsOf, areas } from './actions';
import styles from './audit.module.css';
import { AuditRow } from './AuditRow';
import { type AuditFilter, NO_FILTER, readAudit, RESULTS } from './filter';

/** Who did what: the newest first, and earlier ones as they are asked for. */
export function AuditPage() {
  const { t } = useTranslation('audit');
  const [filter, setFilter] = useState(NO_FILTER);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['admin', 'audit', filter],
    queryFn: ({ pageParam, signal }) => readAudit(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const events = data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <>
      <ListHead about={t('about')} error={error} />
      <Filter filter={filter} onFilter={setFilter} />
      {data !== undefined && events.length === 0 && <p className={list.quiet}>{t('none')}</p>}
      {events.length > 0 && (
        <ListTable title={t('title')} heads={[t('at'), t('who'), t('action'), t('subject'), t('result'), { text: t('details'), is: 'hidden' }]}>
          {events.map((event) => (
            <AuditRow key={event.id} event={event} />
          ))}
        </ListTable>
      )}
      {hasNextPage && (
        <Button className={list.more} disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}

function Filter({ filter, onFilter }: { filter: AuditFilter; onFilter: (filter: AuditFilter) => void }) {
  const { t } = useTranslation('audit');
  const accounts = useHasAccounts();
  // The box in which somebody is looked for begins anew when the filter is cleared.
  const [cleared, setCleared] = useState(0);
  const change = (part: Partial<AuditFilter>) => onFilter({ ...filter, ...part });
  return (
    <div className={styles.filter} role="group" aria-label={t('filter')}>
      {accounts && (
        <div>
          <PersonPicker key={cleared} label={t('person')} person={filter.actor} onPick={(actor) => change({ actor })} />
        </div>
      )}
      <Field label={t('action')}>
        {(attributes) => (
          <select {...attributes} value={filter.action} onChange={(event) => change({ action: event.target.value })}>
            <option value="">{t('anyAction')}</option>
            {areas.map((area) => (
              <optgroup key={area} label={t(`areas.${area}`)}>
                {actionsOf(area).length > 1 && <option value={area}>{t('all', { area: t(`areas.${area}`) })}</option>}
                {actionsOf(area).map((action) => (
                  <option key={action} value={action}>
                    {t(`actions.${action}`)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('result')}>
        {(attributes) => (
          <select {...attributes} value={filter.result} onChange={(event) => change({ result: event.target.value })}>
            <option value="">{t('anyResult')}</option>
            {RESULTS.map((result) => (
              <option key={result} value={result}>
                {t(`results.${result}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={t(end)}>
          {(attributes) => <input {...attributes} type="date" value={filter[end]} onChange={(event) => change({ [end]: event.target.value })} />}
        </Field>
      ))}
      <Button
        kind="quiet"
        disabled={Object.values(filter).every((part) => part === null || part === '')}
        onClick={() => {
          onFilter(NO_FILTER);
          setCleared((count) => count + 1);
        }}
      >
        {t('clear')}
      </Button>
    </div>
  );
}
