import { clsx } from 'clsx';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredAttachment } from '@/api/types';
import { Lightbox } from './Lightbox';
import styles from './pictures.module.css';
import { thumbnailUrl } from './urls';

/** The pictures of a message; each opens large. */
export function MessagePictures({ pictures }: { pictures: readonly StoredAttachment[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | null>(null);
  if (pictures.length === 0) {
    return null;
  }
  return (
    <div className={clsx(styles.grid, pictures.length === 1 && styles.single)}>
      {pictures.map((picture, index) => (
        <button
          key={`${picture.id}-${index}`}
          type="button"
          className={styles.thumbnail}
          aria-label={t('chat.openPicture', { name: picture.fileName ?? t('composer.picture') })}
          onClick={() => setOpen(index)}
        >
          <img src={thumbnailUrl(picture.id, pictures.length === 1 ? 1024 : 512)} alt="" width={picture.width} height={picture.height} loading="lazy" decoding="async" />
        </button>
      ))}
      <Lightbox pictures={pictures} index={open} onMove={setOpen} />
    </div>
  );
}
