import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, Crop, Grid3x3, Image, X } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredAttachment } from '@/api/types';
import { IconButton } from '@/components/Button';
import type { Sight } from '@/features/vision/api';
import styles from './Lightbox.module.css';
import { usePictureSource } from './PictureSource';

const TileView = lazy(() => import('@/features/vision/TileView'));
const RegionView = lazy(() => import('@/features/vision/RegionView'));

export type LightboxView = 'picture' | 'tiles' | 'region';

interface LightboxProps {
  pictures: readonly StoredAttachment[];
  /** Which one is open; null for none. */
  index: number | null;
  view: LightboxView;
  onMove: (index: number | null) => void;
  onView: (view: LightboxView) => void;
  /** How the pictures were looked at; absent where only the pictures are shown. */
  sight?: Sight | undefined;
  /** Takes a region of a picture. */
  onAttach?: ((picture: StoredAttachment) => void) | undefined;
}

/** One picture as large as the window; the arrow keys go to the others. */
export default function Lightbox({ pictures, index, view, onMove, onView, sight, onAttach }: LightboxProps) {
  const { t } = useTranslation();
  const source = usePictureSource();
  const picture = index === null ? undefined : pictures[index];
  const name = picture?.fileName ?? t('composer.picture');
  const move = (by: number) => {
    if (index !== null) {
      onMove((index + by + pictures.length) % pictures.length);
    }
  };
  const views: { view: LightboxView; label: string; icon: ReactNode }[] = [
    { view: 'picture', label: t('pictures.picture'), icon: <Image size={16} aria-hidden="true" /> },
    ...(sight === undefined ? [] : [{ view: 'tiles' as const, label: t('pictures.tiles'), icon: <Grid3x3 size={16} aria-hidden="true" /> }]),
    ...(onAttach === undefined ? [] : [{ view: 'region' as const, label: t('pictures.region'), icon: <Crop size={16} aria-hidden="true" /> }]),
  ];
  return (
    <Dialog.Root open={picture !== undefined} onOpenChange={(open) => !open && onMove(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          className={styles.popup}
          onKeyDown={(event) => {
            if (view === 'picture' && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
              move(event.key === 'ArrowLeft' ? -1 : 1);
            }
          }}
        >
          {picture !== undefined && (
            <>
              <header className={styles.bar}>
                <Dialog.Title className={styles.title}>{name}</Dialog.Title>
                {views.length > 1 && (
                  <div className={styles.views} role="group" aria-label={t('pictures.view')}>
                    {views.map((each) => (
                      <button key={each.view} type="button" aria-pressed={each.view === view} aria-label={each.label} onClick={() => onView(each.view)}>
                        {each.icon}
                        <span>{each.label}</span>
                      </button>
                    ))}
                  </div>
                )}
                <span className={styles.end}>
                  <span className={styles.size} dir="ltr">
                    {picture.width} × {picture.height}
                  </span>
                  <Dialog.Close render={<IconButton label={t('app.close')} icon={<X size={20} />} />} />
                </span>
              </header>
              <Suspense fallback={<div className={styles.stage} />}>
                {view === 'tiles' && sight !== undefined ? (
                  <TileView key={picture.id} picture={picture} sight={sight} />
                ) : view === 'region' && onAttach !== undefined ? (
                  <RegionView key={picture.id} picture={picture} onAttach={onAttach} />
                ) : (
                  <div className={styles.stage}>
                    <img src={source.content(picture.id)} alt={t('chat.picture', { name })} />
                  </div>
                )}
              </Suspense>
              {pictures.length > 1 && (
                <footer className={styles.bar}>
                  <IconButton label={t('pictures.previous')} icon={<ChevronLeft size={20} />} onClick={() => move(-1)} />
                  <span className={styles.size} dir="ltr">
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
