import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { StoredAttachment } from '@/api/types';
import { IconButton } from '@/components/Button';
import styles from './Lightbox.module.css';
import { contentUrl } from './urls';

interface LightboxProps {
  pictures: readonly StoredAttachment[];
  /** Which one is open; null for none. */
  index: number | null;
  onMove: (index: number | null) => void;
}

/** One picture as large as the window; the arrow keys go to the others. */
export function Lightbox({ pictures, index, onMove }: LightboxProps) {
  const { t } = useTranslation();
  const picture = index === null ? undefined : pictures[index];
  const name = picture?.fileName ?? t('composer.picture');
  const move = (by: number) => {
    if (index !== null) {
      onMove((index + by + pictures.length) % pictures.length);
    }
  };
  return (
    <Dialog.Root open={picture !== undefined} onOpenChange={(open) => !open && onMove(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          className={styles.popup}
          onKeyDown={(event) => {
            if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
              move(event.key === 'ArrowLeft' ? -1 : 1);
            }
          }}
        >
          {picture !== undefined && (
            <>
              <header className={styles.bar}>
                <Dialog.Title className={styles.title}>{name}</Dialog.Title>
                <span className={styles.size}>
                  {picture.width} × {picture.height}
                </span>
                <Dialog.Close render={<IconButton label={t('app.close')} icon={<X size={20} />} />} />
              </header>
              <div className={styles.stage}>
                <img src={contentUrl(picture.id)} alt={t('chat.picture', { name })} />
              </div>
              {pictures.length > 1 && (
                <footer className={styles.bar}>
                  <IconButton label={t('pictures.previous')} icon={<ChevronLeft size={20} />} onClick={() => move(-1)} />
                  <span className={styles.size}>
                    {(index ?? 0) + 1} / {pictures.length}
                  </span>
                  <IconButton label={t('pictures.next')} icon={<ChevronRight size={20} />} onClick={() => move(1)} />
                </footer>
              )}
            </>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
