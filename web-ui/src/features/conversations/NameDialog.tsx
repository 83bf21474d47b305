import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import field from '@/components/field.module.css';

interface NameDialogProps {
  heading: string;
  label: string;
  name: string;
  open: boolean;
  onClose: () => void;
  onSave: (name: string) => void;
}

/** Asks for a name. Give it a new key each time it opens. */
export function NameDialog({ heading, label, name: before, open, onClose, onSave }: NameDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(before);
  return (
    <Dialog open={open} onClose={onClose} title={heading}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') {
            onSave(name.trim());
            onClose();
          }
        }}
      >
        <input className={field.input} aria-label={label} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} autoFocus />
        <DialogActions>
          <Button kind="quiet" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button kind="primary" type="submit" disabled={name.trim() === ''}>
            {t('app.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
