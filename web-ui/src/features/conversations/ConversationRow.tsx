import { clsx } from 'clsx';
import { Pin, PinOff, Trash2 } from 'lucide-react';
import { type CSSProperties, lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ConversationSummary } from '@/api/types';
import styles from './ConversationList.module.css';
import { ConversationMenu } from './ConversationMenu';
import { NameDialog } from './NameDialog';
import { stageOf } from './rowSwipe';
import type { ConversationChanges } from './useConversations';
import { useRowGestures } from './useRowGestures';

const TagsDialog = lazy(() => import('./TagsDialog'));

interface ConversationRowProps {
  conversation: ConversationSummary;
  isCurrent: boolean;
  style: CSSProperties;
  changes: ConversationChanges;
  onOpen: () => void;
}

export function ConversationRow({ conversation, isCurrent, style, changes, onOpen }: ConversationRowProps) {
  const { t } = useTranslation();
  const [renaming, setRenaming] = useState(false);
  const [tagging, setTagging] = useState(false);
  const title = conversation.title === '' ? t('conversations.untitled') : conversation.title;
  const row = useRef<HTMLLIElement>(null);
  const { pinned } = conversation;
  const pulled = useRowGestures(row, conversation.deletedAt === null, {
    onSwiped: (stage) => (stage === 'pin' ? changes.pin(conversation) : changes.remove(conversation)),
    onLongPress: () => row.current?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.click(),
  });
  const stage = stageOf(pulled);
  return (
    <li
      ref={row}
      className={clsx(styles.row, isCurrent && styles.current, pulled > 0 && styles.pulled)}
      data-stage={stage}
      style={pulled > 0 ? ({ ...style, '--pulled': `${pulled}px` } as CSSProperties) : style}
    >
      {pulled > 0 && (
        <span className={styles.swiped} aria-hidden="true">
          {stage === 'delete' ? <Trash2 size={17} /> : pinned ? <PinOff size={17} /> : <Pin size={17} />}
          {stage === 'delete' ? t('conversations.delete') : pinned ? t('conversations.unpin') : t('conversations.pin')}
        </span>
      )}
      {conversation.deletedAt === null ? (
        <Link href={`/c/${conversation.id}`} className={styles.link} aria-current={isCurrent ? 'page' : undefined} onClick={onOpen} title={title}>
          {title}
        </Link>
      ) : (
        <span className={styles.link} title={title}>
          {title}
        </span>
      )}
      {pinned && <Pin size={13} className={styles.pin} aria-hidden="true" />}
      <ConversationMenu conversation={conversation} title={title} changes={changes} onRename={() => setRenaming(true)} onTag={() => setTagging(true)} />
      {tagging && (
        <Suspense fallback={null}>
          <TagsDialog tags={conversation.tags} onClose={() => setTagging(false)} onSave={(tags) => changes.change(conversation.id, { tags })} />
        </Suspense>
      )}
      <NameDialog
        heading={t('conversations.rename')}
        label={t('conversations.title')}
        name={conversation.title}
        open={renaming}
        onClose={() => setRenaming(false)}
        onSave={(changed) => changes.change(conversation.id, { title: changed })}
      />
    </li>
  );
}
