import { clsx } from 'clsx';
import { Pin } from 'lucide-react';
import { type CSSProperties, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ConversationSummary } from '@/api/types';
import styles from './ConversationList.module.css';
import { ConversationMenu } from './ConversationMenu';
import { NameDialog } from './NameDialog';
import type { ConversationChanges } from './useConversations';

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
  return (
    <li className={clsx(styles.row, isCurrent && styles.current)} style={style}>
      {conversation.deletedAt === null ? (
        <Link href={`/c/${conversation.id}`} className={styles.link} aria-current={isCurrent ? 'page' : undefined} onClick={onOpen} title={title}>
          {title}
        </Link>
      ) : (
        <span className={styles.link} title={title}>
          {title}
        </span>
      )}
      {conversation.pinned && <Pin size={13} className={styles.pin} aria-hidden="true" />}
      <ConversationMenu conversation={conversation} title={title} changes={changes} onRename={() => setRenaming(true)} onTag={() => setTagging(true)} />
      {tagging && (
        <Suspense fallback={null}>
          <TagsDialog tags={conversation.tags} onClose={() => setTagging(false)} onSave={(tags) => changes.change(conversation.id, { tags })} />
        </Suspense>
      )}
      <NameDialog
        key={String(renaming)}
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
