import { ArrowDown } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/Button';
import { useStickToBottom } from '@/lib/useStickToBottom';
import { AnswerView } from './AnswerView';
import styles from './chat.module.css';
import { useChatActions } from './ChatActions';
import { QuestionView } from './QuestionView';
import { SideBySide } from './SideBySide';
import type { BranchEntry } from './tree';

/** The messages of a branch, the newest in sight. */
export function Thread({ branch }: { branch: readonly BranchEntry[] }) {
  const { t } = useTranslation();
  const actions = useChatActions();
  const { viewport, content, isAway, toBottom } = useStickToBottom();
  const shown = branch.filter(({ message }) => message.role !== 'system');
  const lastQuestion = shown.findLast(({ message }) => message.role === 'user')?.message.id;

  // Whoever asks wants to see the answer, wherever they had scrolled.
  useEffect(() => toBottom(), [lastQuestion, toBottom]);

  return (
    <div className={styles.threadFrame}>
      {/* It scrolls; the focus lets the keyboard do so. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={viewport} className={styles.viewport} role="region" aria-label={t('chat.thread')} tabIndex={0}>
        <div ref={content} className={styles.thread}>
          {shown.map(({ message, siblings }, index) => {
            if (message.role === 'user') {
              return <QuestionView key={message.id} message={message} siblings={siblings} />;
            }
            if (actions !== null && message.parent !== null && siblings.length > 1 && actions.sideBySide.has(message.parent)) {
              return <SideBySide key={message.parent} question={message.parent} answers={siblings} actions={actions} />;
            }
            return <AnswerView key={message.id} message={message} siblings={siblings} isLast={index === shown.length - 1} />;
          })}
        </div>
      </div>
      {isAway && (
        <IconButton className={styles.toEnd} label={t('chat.toEnd')} icon={<ArrowDown size={18} />} onClick={() => toBottom('smooth')} />
      )}
    </div>
  );
}
