import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import field from '@/components/field.module.css';

export interface NameFormProps {
  heading: string;
  label: string;
  name: string;
  onClose: () => void;
  onSave: (name: string) => void;
}

/** Asks for a name, in a dialog. */
export default function NameForm({ heading, label, name: before, onClose, onSave }: NameFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(before);
  return (
    <Dialog open onClose={onClose} title={heading}>
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
