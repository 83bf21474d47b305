import { type ComponentProps, type CSSProperties, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredAttachment } from '@/api/types';
import { contentUrl } from '@/features/pictures/urls';
import styles from './PictureFrame.module.css';

interface PictureFrameProps extends ComponentProps<'div'> {
  picture: StoredAttachment;
  /** The picture's size as the model sees it, where that is known. */
  size?: { width: number; height: number } | undefined;
  quiet?: boolean;
  children: ReactNode;
}

/** A picture as large as its place allows, with something drawn over exactly its pixels. */
export function PictureFrame({ picture, size, quiet = false, children, ...rest }: PictureFrameProps) {
  const { t } = useTranslation();
  // The browser turns a photograph upright, the record may not.
  const [shown, setShown] = useState<{ width: number; height: number }>();
  const { width, height } = shown ?? size ?? picture;
  const proportions = { '--width': width, '--height': height } as CSSProperties;
  return (
    <div className={styles.stage}>
      <div className={styles.frame} style={proportions} {...rest}>
        <img
          className={quiet ? styles.quiet : undefined}
          src={contentUrl(picture.id)}
          alt={t('chat.picture', { name: picture.fileName ?? t('composer.picture') })}
          draggable={false}
          onLoad={({ currentTarget: image }) => setShown({ width: image.naturalWidth, height: image.naturalHeight })}
        />
        {children}
      </div>
    </div>
  );
}
