import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import styles from './ConversationList.module.css';
import { ConversationRow } from './ConversationRow';
import { rowsOf } from './groups';
import { all, useConversationChanges, useConversations } from './useConversations';
import { filterOf, type View } from './views';

const PINNED = { pinned: 'true' } as const;

interface ConversationListProps {
  view: View;
  current: string | null;
  onOpen: () => void;
  onDeleted: (id: string) => void;
}

/** All conversations. Only the rows in sight are in the page, and more are loaded as the end comes near. */
export function ConversationList({ view, current, onOpen, onDeleted }: ConversationListProps) {
  const { t } = useTranslation();
  const query = useConversations(filterOf(view));
  const pinned = useConversations(PINNED, view === 'all');
  const changes = useConversationChanges(onDeleted);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () => rowsOf(all(query.data), new Date(), view === 'all' ? all(pinned.data) : []),
    [query.data, pinned.data, view],
  );
  // Its functions change with every render, and so must what is made of them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'heading' ? 34 : 38),
    getItemKey: (index) => {
      const row = rows[index];
      return row?.kind === 'conversation' ? row.conversation.id : (row?.period ?? index);
    },
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;

  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - 10) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, rows.length]);

  if (query.isError) {
    return (
      <div className={styles.note}>
        <p>{t('conversations.unreachable')}</p>
        <Button onClick={() => void query.refetch()}>{t('app.retry')}</Button>
      </div>
    );
  }
  return (
    <div ref={scroller} className={styles.scroller}>
      {query.isSuccess && rows.length === 0 && <p className={styles.note}>{view === 'all' ? t('conversations.empty') : t('conversations.nothingHere')}</p>}
      {view === 'bin' && rows.length > 0 && <p className={styles.note}>{t('conversations.binHint')}</p>}
      <ul className={styles.list} style={{ height: virtual.getTotalSize() }} aria-label={t('conversations.list')}>
        {items.map((item) => {
          const row = rows[item.index];
          const place = { transform: `translateY(${item.start}px)`, height: item.size };
          if (row === undefined) {
            return null;
          }
          return row.kind === 'heading' ? (
            <li key={item.key} className={styles.heading} style={place}>
              {t(`conversations.${row.period}`)}
            </li>
          ) : (
            <ConversationRow
              key={item.key}
              style={place}
              conversation={row.conversation}
              isCurrent={row.conversation.id === current}
              changes={changes}
              onOpen={onOpen}
            />
          );
        })}
      </ul>
    </div>
  );
}
