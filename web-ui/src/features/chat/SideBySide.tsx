import { Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { IconButton } from '@/components/Button';
import { AnswerView } from './AnswerView';
import styles from './chat.module.css';
import type { ChatActions } from './ChatActions';

const ALONE: readonly Message[] = [];

/** All answers to one question beside each other, each under its model's name. */
export function SideBySide({ question, answers, actions }: { question: string; answers: readonly Message[]; actions: ChatActions }) {
  const { t } = useTranslation();
  return (
    <div>
      <div className={styles.columns}>
        {answers.map((answer) => (
          <section key={answer.id} className={styles.columnAnswer} aria-label={answer.generation?.model}>
            <h2>{answer.generation?.model}</h2>
            <AnswerView message={answer} siblings={ALONE} isLast />
          </section>
        ))}
      </div>
      <IconButton size="small" label={t('chat.oneByOne')} icon={<Square size={16} />} onClick={() => actions.toggleSideBySide(question)} />
    </div>
  );
}
