import { ChevronLeft, ChevronRight, Columns2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { IconButton } from '@/components/Button';
import styles from './chat.module.css';
import { useChatActions } from './ChatActions';

/** Walks the messages that stand beside each other. */
export function BranchSwitch({ message, siblings }: { message: Message; siblings: readonly Message[] }) {
  const { t } = useTranslation();
  const actions = useChatActions();
  if (siblings.length < 2 || actions === null) {
    return null;
  }
  const index = siblings.indexOf(message);
  const go = (to: number) => {
    const sibling = siblings[to];
    if (sibling !== undefined) {
      actions.choose(sibling);
    }
  };
  return (
    <span className={styles.branches} role="group" aria-label={t('chat.version', { number: index + 1, of: siblings.length })}>
      <IconButton size="small" label={t('chat.earlier')} icon={<ChevronLeft size={16} />} disabled={index === 0} onClick={() => go(index - 1)} />
      <span className={styles.position} dir="ltr" aria-hidden="true">
        {index + 1} / {siblings.length}
      </span>
      <IconButton size="small" label={t('chat.later')} icon={<ChevronRight size={16} />} disabled={index === siblings.length - 1} onClick={() => go(index + 1)} />
      {message.role === 'assistant' && message.parent !== null && (
        <IconButton size="small" label={t('chat.sideBySide')} icon={<Columns2 size={16} />} onClick={() => actions.toggleSideBySide(message.parent ?? '')} />
      )}
    </span>
  );
}
