import { clsx } from 'clsx';
import { Grid3x3 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredAttachment } from '@/api/types';
import { IconButton } from '@/components/Button';
import { sightOf, useVision } from '@/features/vision/VisionContext';
import type { LightboxView } from './Lightbox';
import { usePictureSource } from './PictureSource';
import styles from './pictures.module.css';

const Lightbox = lazy(() => import('./Lightbox'));

interface MessagePicturesProps {
  /** The id of the message. */
  message: string;
  pictures: readonly StoredAttachment[];
}

/** The pictures of a message; each opens large, and as the model saw it. */
export function MessagePictures({ message, pictures }: MessagePicturesProps) {
  const { t } = useTranslation();
  const vision = useVision();
  const source = usePictureSource();
  const [open, setOpen] = useState<number | null>(null);
  // Once it was open it stays, to be able to fade out.
  const [wanted, setWanted] = useState(false);
  const [view, setView] = useState<LightboxView>('picture');
  if (pictures.length === 0) {
    return null;
  }
  const show = (index: number, shown: LightboxView) => {
    setView(shown);
    setOpen(index);
    setWanted(true);
  };
  return (
    <div className={clsx(styles.grid, pictures.length === 1 && styles.single)}>
      {pictures.map((picture, index) => {
        const name = picture.fileName ?? t('composer.picture');
        return (
          <span key={`${picture.id}-${index}`} className={styles.picture}>
            <button type="button" className={styles.thumbnail} aria-label={t('chat.openPicture', { name })} onClick={() => show(index, 'picture')}>
              <img src={source.thumbnail(picture.id, pictures.length === 1 ? 1024 : 512)} alt="" width={picture.width} height={picture.height} loading="lazy" decoding="async" />
            </button>
            {vision !== null && (
              <IconButton
                size="small"
                className={styles.tiles}
                label={t('pictures.tilesOf', { name })}
                icon={<Grid3x3 size={16} />}
                onClick={() => show(index, 'tiles')}
              />
            )}
          </span>
        );
      })}
      {wanted && (
        <Suspense fallback={null}>
          <Lightbox
            pictures={pictures}
            index={open}
            view={view}
            onMove={setOpen}
            onView={setView}
            sight={vision === null ? undefined : sightOf(vision, message)}
            onAttach={
              vision === null
                ? undefined
                : (part) => {
                    setOpen(null);
                    vision.attach(part);
                  }
            }
          />
        </Suspense>
      )}
    </div>
  );
}
