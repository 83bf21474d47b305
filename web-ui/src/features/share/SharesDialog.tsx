import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import { ShareList } from './ShareList';

/** All links that somebody has made. */
export default function SharesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['share', 'translation']);
  return (
    <Dialog open onClose={onClose} title={t('all')}>
      <ShareList conversation={null} />
      <DialogActions>
        <Button onClick={onClose}>{t('translation:app.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
