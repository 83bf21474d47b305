import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/Button';
import list from '@/components/list.module.css';
import { useHasAccounts } from '@/features/account/useMe';
import { useUsers } from '../usePeople';
import { isKnown } from './actions';
import styles from './audit.module.css';
import type { AuditEvent, Result } from './filter';

const tones: Record<Result, string | undefined> = { done: list.good, refused: list.half, failed: list.bad };

/** Something that was done, and on request all that is kept of it. */
export function AuditRow({ event }: { event: AuditEvent }) {
  const accounts = useHasAccounts();
  return accounts ? <RowOfPeople event={event} /> : <Row event={event} subject={event.subject} />;
}

/** People are in the log by their ids. */
function RowOfPeople({ event }: { event: AuditEvent }) {
  const { data: users } = useUsers();
  const named = (part: string) => users?.find(({ id }) => id === part)?.name ?? part;
  return <Row event={event} subject={event.subject?.split('/').map(named).join(' / ') ?? null} />;
}

function Row({ event, subject }: { event: AuditEvent; subject: string | null }) {
  const { t, i18n } = useTranslation('audit');
  const id = useId();
  const [open, setOpen] = useState(false);
  const { action, result } = event;
  const at = new Date(event.at).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' });
  const name = isKnown(action) ? t(`actions.${action}`) : action;
  const who = event.name ?? (event.actor === null ? t('nobody') : t('deletedAccount'));
  return (
    <>
      <tr>
        <th scope="row" className={styles.at}>
          <time dateTime={event.at}>{at}</time>
        </th>
        <td data-label={t('who')}>{event.name === null ? <span className={list.quiet}>{who}</span> : who}</td>
        <td data-label={t('action')}>{name}</td>
        <td data-label={t('subject')} className={styles.subject}>
          {subject}
        </td>
        <td data-label={t('result')}>
          <span className={clsx(list.state, tones[result])}>{t(`results.${result}`)}</span>
        </td>
        <td className={list.last}>
          <IconButton
            size="small"
            label={t('detailsOf', { action: name, at })}
            icon={<ChevronDown size={16} className={clsx(styles.chevron, open && styles.open)} />}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
          />
        </td>
      </tr>
      {open && (
        <tr id={id} className={styles.more}>
          <td colSpan={6}>
            <dl>
              <Detail name={t('identifier')} value={action} />
              <Detail name={t('subject')} value={event.subject} />
              <Detail name={t('detail')} value={event.detail} />
              <Detail name={t('address')} value={event.address} />
              <Detail name={t('status')} value={String(event.status)} />
              <Detail name={t('who')} value={event.actor} />
              <Detail name={t('key')} value={event.key} />
              <Detail name={t('event')} value={event.id} />
            </dl>
          </td>
        </tr>
      )}
    </>
  );
}

function Detail({ name, value }: { name: string; value: string | null }) {
  return value === null || value === '' ? null : (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
      </dd>
    </div>
  );
}
