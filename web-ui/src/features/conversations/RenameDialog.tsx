import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '@/api/types';
import { Button } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import field from '@/components/field.module.css';
import { useRename } from './useConversations';

interface RenameDialogProps {
  conversation: ConversationSummary;
  open: boolean;
  onClose: () => void;
}

export function RenameDialog({ conversation, open, onClose }: RenameDialogProps) {
  const { t } = useTranslation();
  const rename = useRename();
  const [title, setTitle] = useState(conversation.title);
  return (
    <Dialog open={open} onClose={onClose} title={t('conversations.rename')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== '') {
            rename.mutate({ id: conversation.id, title: title.trim() });
            onClose();
          }
        }}
      >
        <input className={field.input} aria-label={t('conversations.title')} value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} autoFocus />
        <DialogActions>
          <Button kind="quiet" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button kind="primary" type="submit" disabled={title.trim() === ''}>
            {t('app.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
