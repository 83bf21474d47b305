import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { useGrowingBox } from '@/features/composer/useGrowingHeight';
import styles from './chat.module.css';

interface QuestionEditorProps {
  text: string;
  mayBeEmpty: boolean;
  onCancel: () => void;
  onSend: (text: string) => void;
}

/** Changes a question; what it was before stays beside it. */
export function QuestionEditor({ text: before, mayBeEmpty, onCancel, onSend }: QuestionEditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(before);
  const box = useGrowingBox(text);
  const sendable = mayBeEmpty || text.trim() !== '';
  useEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(before.length, before.length);
  }, [box, before]);
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        if (sendable) {
          onSend(text.trim());
        }
      }}
    >
      <textarea
        ref={box}
        aria-label={t('chat.editMessage')}
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            onCancel();
          } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }
        }}
      />
      <div className={styles.editorBar}>
        <Button kind="quiet" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
        <Button kind="primary" type="submit" disabled={!sendable}>
          {t('chat.resend')}
        </Button>
      </div>
    </form>
  );
}
