import { Check, Copy, Pencil } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { IconButton } from '@/components/Button';
import { MessagePictures } from '@/features/pictures/MessagePictures';
import { copyText } from '@/lib/clipboard';
import { BranchSwitch } from './BranchSwitch';
import styles from './chat.module.css';
import { useChatActions } from './ChatActions';
import { QuestionEditor } from './QuestionEditor';
import { picturesOf, textOf } from './tree';

interface QuestionViewProps {
  message: Message;
  siblings: readonly Message[];
}

export const QuestionView = memo(function QuestionView({ message, siblings }: QuestionViewProps) {
  const { t } = useTranslation();
  const actions = useChatActions();
  const [copied, setCopied] = useState(false);
  const text = textOf(message);
  const pictures = picturesOf(message);
  const copy = async () => {
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 1500);
  };
  if (actions?.editing === message.id) {
    return (
      <article className={styles.question} aria-label={t('chat.you')}>
        <MessagePictures message={message.id} pictures={pictures} />
        <QuestionEditor
          text={text}
          mayBeEmpty={pictures.length > 0}
          onCancel={() => actions.edit(null)}
          onSend={(changed) => {
            actions.edit(null);
            actions.ask(changed, pictures, message.parent);
          }}
        />
      </article>
    );
  }
  return (
    <article className={styles.question} aria-label={t('chat.you')}>
      <MessagePictures message={message.id} pictures={pictures} />
      {text !== '' && (
        <p className={styles.bubble} dir="auto">
          {text}
        </p>
      )}
      {actions !== null && (
        <div className={styles.questionActions}>
          <BranchSwitch message={message} siblings={siblings} />
          <span className={styles.later}>
            {text !== '' && (
              <IconButton size="small" label={copied ? t('chat.copied') : t('chat.copyQuestion')} icon={copied ? <Check size={15} /> : <Copy size={15} />} onClick={copy} />
            )}
            <IconButton size="small" label={t('chat.edit')} icon={<Pencil size={15} />} onClick={() => actions.edit(message.id)} />
          </span>
        </div>
      )}
    </article>
  );
});
