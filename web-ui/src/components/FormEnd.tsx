import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import { DialogActions } from './Dialog';
import list from './list.module.css';

interface Props {
  /** What is wrong and stands at no field of the form. */
  problem: string | null;
  action: string;
  kind?: 'primary' | 'danger';
  isPending: boolean;
  onClose: () => void;
}

/** The end of a form in a dialog. */
export function FormEnd({ problem, action, kind = 'primary', isPending, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {problem !== null && (
        <p className={list.problem} role="alert">
          {problem}
        </p>
      )}
      <DialogActions>
        <Button kind="quiet" onClick={onClose}>
          {t('app.cancel')}
        </Button>
        <Button kind={kind} type="submit" disabled={isPending}>
          {action}
        </Button>
      </DialogActions>
    </>
  );
}
