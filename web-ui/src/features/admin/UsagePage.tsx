import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import field from '@/components/field.module.css';
import { ListTable } from '@/components/ListTable';
import list from '@/components/list.module.css';
import { people, type UsageBy } from './people';
import { daysOf, totalOf, UsageChart } from './UsageChart';

const BY = ['day', 'user', 'group', 'model', 'key'] as const;
const PERIODS = [7, 30, 90] as const;

/** What was asked and computed: by day as a chart, and as a table by whatever it is asked for. */
export function UsagePage() {
  const { t, i18n } = useTranslation('people');
  const [by, setBy] = useState<UsageBy>('day');
  const [days, setDays] = useState<number>(30);
  const { data, error } = useQuery({ queryKey: ['admin', 'usage', by, days], queryFn: ({ signal }) => people.usage(by, days, signal) });
  const number = (value: number) => value.toLocaleString(i18n.language);
  const rows = data === undefined ? [] : by === 'day' ? data.usage.toSorted((a, b) => (b.of ?? '').localeCompare(a.of ?? '')) : data.usage;
  const nameOf = (of: string | null, name: string | null) =>
    by === 'day' && of !== null ? new Date(`${of}T00:00:00Z`).toLocaleDateString(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' }) : (name ?? of ?? t('usage.nobody'));
  return (
    <>
      <div className={list.intro}>
        <p>{t('usage.about')}</p>
      </div>
      <div className={list.choices}>
        <label>
          <span className={field.label}>{t('usage.by')}</span>
          <select className={field.input} value={by} onChange={(event) => setBy(BY.find((each) => each === event.target.value) ?? 'day')}>
            {BY.map((each) => (
              <option key={each} value={each}>
                {t(`usage.each.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className={field.label}>{t('usage.period')}</span>
          <select className={field.input} value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {PERIODS.map((count) => (
              <option key={count} value={count}>
                {t('usage.days', { count })}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error !== null && (
        <p className={list.problem} role="alert">
          {error.message}
        </p>
      )}
      {data !== undefined && by === 'day' && data.by === 'day' && rows.length > 0 && <UsageChart days={daysOf(data)} />}
      {data !== undefined && rows.length === 0 && <p className={list.quiet}>{t('usage.none')}</p>}
      {rows.length > 0 && (
        <ListTable
          title={t('usage.title')}
          heads={[
            t(`usage.each.${by}`),
            ...(['requests', 'promptTokens', 'pictureTokens', 'completionTokens', 'total'] as const).map((column) => ({ text: t(`usage.${column}`), is: 'number' as const })),
          ]}
          stacks={false}
        >
          {rows.map((row) => (
            <tr key={row.of ?? ''}>
              <th scope="row" className={list.oneLine}>{nameOf(row.of, row.name)}</th>
              <td className={list.number}>{number(row.requests)}</td>
              <td className={list.number}>{number(row.promptTokens)}</td>
              <td className={list.number}>{number(row.pictureTokens)}</td>
              <td className={list.number}>{number(row.completionTokens)}</td>
              <td className={list.number}>{number(totalOf(row))}</td>
            </tr>
          ))}
        </ListTable>
      )}
    </>
  );
}
