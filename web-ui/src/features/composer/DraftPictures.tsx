import { clsx } from 'clsx';
import { TriangleAlert, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './DraftPictures.module.css';
import type { DraftPicture } from './draft';
import type { DraftState } from './useDraft';

/** The pictures of a message that is being written: previews at once, how far each upload is, order, removal. */
export function DraftPictures({ state }: { state: DraftState }) {
  const { t } = useTranslation();
  const { pictures } = state.draft;
  const [dragged, setDragged] = useState<string | null>(null);
  if (pictures.length === 0) {
    return null;
  }
  const failed = pictures.filter((picture) => picture.error !== null);
  return (
    <>
      <ul className={styles.pictures} aria-label={t('composer.pictures')}>
        {pictures.map((picture, index) => (
          <li
            key={picture.key}
            className={clsx(styles.picture, picture.error !== null && styles.failed, dragged === picture.key && styles.dragged)}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.setData('application/x-azulejo-picture', picture.key);
              setDragged(picture.key);
            }}
            onDragEnd={() => setDragged(null)}
            onDragEnter={() => dragged !== null && state.move(dragged, index)}
            onDragOver={(event) => dragged !== null && event.preventDefault()}
          >
            <Preview picture={picture} position={index + 1} of={pictures.length} onMove={(by) => state.move(picture.key, index + by)} />
            <button
              type="button"
              className={styles.remove}
              aria-label={t('composer.remove', { name: nameOf(picture, t('composer.picture')) })}
              onClick={() => state.remove(picture.key)}
            >
              <X size={13} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {failed.map((picture) => (
        <p key={picture.key} className={styles.error} role="alert">
          <TriangleAlert size={15} aria-hidden="true" />
          {t('composer.failed', { name: nameOf(picture, t('composer.picture')), reason: picture.error ?? '' })}
        </p>
      ))}
    </>
  );
}

interface PreviewProps {
  picture: DraftPicture;
  position: number;
  of: number;
  onMove: (by: number) => void;
}

function Preview({ picture, position, of, onMove }: PreviewProps) {
  const { t } = useTranslation();
  const name = nameOf(picture, t('composer.picture'));
  const percent = Math.round(picture.progress * 100);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by !== 0) {
      event.preventDefault();
      onMove(document.dir === 'rtl' ? -by : by);
    }
  };
  const failed = picture.error !== null;
  const image = (
    <>
      {/* What is no picture would show its name cut off; it is told in full below. */}
      <img src={picture.preview} alt={failed ? '' : name} draggable={false} />
      {failed && <TriangleAlert className={styles.mark} size={22} aria-hidden="true" />}
    </>
  );
  return (
    <>
      {of > 1 ? (
        <button type="button" className={styles.handle} aria-label={t('composer.move', { name, position, of })} onKeyDown={onKeyDown}>
          {image}
        </button>
      ) : (
        <span className={styles.handle}>{image}</span>
      )}
      {picture.attachment === null && picture.error === null && (
        <progress className={styles.progress} max={100} value={percent} aria-label={t('composer.uploading', { name, percent })} />
      )}
    </>
  );
}

function nameOf(picture: DraftPicture, otherwise: string): string {
  return picture.name === '' ? otherwise : picture.name;
}
