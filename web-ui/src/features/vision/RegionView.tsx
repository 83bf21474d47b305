import { useMutation } from '@tanstack/react-query';
import { Crop } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredAttachment } from '@/api/types';
import { Button } from '@/components/Button';
import field from '@/components/field.module.css';
import { toasts } from '@/components/toasts';
import { crop, type Region } from './api';
import { PictureFrame } from './PictureFrame';
import { middleOf, within } from './region';
import { RegionBox } from './RegionBox';
import styles from './RegionView.module.css';
import vision from './vision.module.css';

interface RegionViewProps {
  picture: StoredAttachment;
  onAttach: (picture: StoredAttachment) => void;
}

const sides = ['x', 'y', 'width', 'height'] as const;

/** A part of a picture is chosen, and goes into the message that is being written. */
export default function RegionView({ picture, onAttach }: RegionViewProps) {
  const { t } = useTranslation('vision');
  const [region, setRegion] = useState<Region>(() => middleOf(picture));
  const cutting = useMutation({
    mutationFn: () => crop(picture.id, region),
    onSuccess: (cut) => {
      onAttach(cut);
      toasts.add({ description: t('region.attached'), timeout: 2500 });
    },
  });
  return (
    <div className={vision.split}>
      <div className={vision.picture}>
        <PictureFrame picture={picture}>
          <RegionBox size={picture} region={region} onChange={setRegion} onDone={() => cutting.mutate()} />
        </PictureFrame>
      </div>
      <form
        className={vision.panel}
        aria-label={t('region.title')}
        onSubmit={(event) => {
          event.preventDefault();
          cutting.mutate();
        }}
      >
        <p>{t('region.how')}</p>
        <fieldset className={styles.sides}>
          <legend className="visually-hidden">{t('region.box')}</legend>
          {sides.map((side) => (
            <label key={side}>
              <span className={field.label}>{t(`region.${side}`)}</span>
              <input
                className={field.input}
                type="number"
                inputMode="numeric"
                min={side === 'x' || side === 'y' ? 0 : 1}
                max={side === 'x' || side === 'width' ? picture.width : picture.height}
                value={region[side]}
                onChange={(event) => setRegion(within({ ...region, [side]: event.target.valueAsNumber || 0 }, picture))}
              />
            </label>
          ))}
        </fieldset>
        {cutting.error !== null && (
          <p className={vision.problem} role="alert">
            {cutting.error.message}
          </p>
        )}
        <Button kind="primary" type="submit" disabled={cutting.isPending}>
          <Crop size={16} aria-hidden="true" />
          {t('region.attach')}
        </Button>
        <p className={styles.keys} id="region-keys">
          {t('region.keys')}
        </p>
      </form>
    </div>
  );
}
