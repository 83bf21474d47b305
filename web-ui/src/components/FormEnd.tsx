import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import { DialogActions } from './Dialog';
import list from './list.module.css';

interface Props {
  /** What is wrong and stands at no field of the form. */
  problem: string | null;
  action: string;
  isPending: boolean;
  onClose: () => void;
}

/** The end of a form in a dialog. */
export function FormEnd({ problem, action, isPending, onClose }: Props) {
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
        <Button kind="primary" type="submit" disabled={isPending}>
          {action}
        </Button>
      </DialogActions>
    </>
  );
}
