import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message, StoredAttachment } from '@/api/types';
import { IconButton } from '@/components/Button';
import frame from '@/features/pictures/Lightbox.module.css';
import { contentUrl } from '@/features/pictures/urls';
import { attention, type TextRange } from './api';
import styles from './AttentionView.module.css';
import { HeatMap } from './HeatMap';
import { Legend } from './Legend';
import { PictureFrame } from './PictureFrame';
import { partsOf } from './ranges';
import vision from './vision.module.css';

interface AttentionViewProps {
  conversation: string;
  answer: Message;
  text: string;
  pictures: readonly StoredAttachment[];
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** Where a model looked as it answered: over each picture, for the whole answer and for each of its parts. */
export default function AttentionView({ open, onOpen, ...rest }: AttentionViewProps) {
  const { t } = useTranslation(['vision', 'translation']);
  return (
    <Dialog.Root open={open} onOpenChange={onOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className={frame.backdrop} />
        <Dialog.Popup className={frame.popup}>
          <header className={frame.bar}>
            <Dialog.Title className={frame.title}>{t('attention.title')}</Dialog.Title>
            <Dialog.Close render={<IconButton label={t('translation:app.close')} icon={<X size={20} />} />} />
          </header>
          <Maps {...rest} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Maps({ conversation, answer, text, pictures }: Omit<AttentionViewProps, 'open' | 'onOpen'>) {
  const { t, i18n } = useTranslation('vision');
  const [chosen, setChosen] = useState(0);
  const [picked, setPicked] = useState<number | null>(null);
  const [strength, setStrength] = useState(100);
  const ranges = useMemo<TextRange[]>(() => {
    const parts = partsOf(text, i18n.language);
    return [{ from: 0, to: text.length }, ...(parts.length > 1 ? parts : [])];
  }, [text, i18n.language]);
  const { data, error } = useQuery({
    queryKey: ['attention', answer.id, ranges],
    queryFn: ({ signal }) => attention(conversation, answer.id, ranges, signal),
    staleTime: Infinity,
    retry: false,
  });
  const maps = data?.maps[chosen]?.pictures ?? [];
  const most = maps.reduce((best, map, index) => (map.share > (maps[best]?.share ?? 0) ? index : best), 0);
  const shown = picked ?? most;
  const map = maps[shown];
  const picture = pictures.find((each) => each.id === (map?.attachment ?? pictures[shown]?.id)) ?? pictures[0];
  const percent = (share: number) => (100 * share).toLocaleString(i18n.language, { maximumFractionDigits: share < 0.1 ? 1 : 0 });
  return (
    <div className={vision.split}>
      <div className={vision.picture}>
        {picture !== undefined && (
          <PictureFrame picture={picture} quiet={map !== undefined && strength > 0}>
            {map !== undefined && <HeatMap map={map} strength={strength / 100} />}
          </PictureFrame>
        )}
      </div>
      <section className={vision.panel} aria-label={t('attention.title')} aria-busy={data === undefined && error === null}>
        {error !== null && (
          <p className={vision.problem} role="alert">
            {error.message}
          </p>
        )}
        {data === undefined && error === null && (
          <p className={vision.note} role="status">
            {t('attention.computing')}
          </p>
        )}
        {map !== undefined && (
          <>
            <p role="status">
              {t('attention.shareOf', { percent: percent(map.share), others: maps.length > 1 ? t('attention.andPictures') : '' })}
            </p>
            {maps.length > 1 && (
              <div className={styles.pictures} role="group" aria-label={t('attention.pictures')}>
                {maps.map((each, index) => (
                  <button
                    key={`${each.attachment}-${index}`}
                    type="button"
                    aria-pressed={index === shown}
                    className={clsx(styles.pick, index === shown && styles.chosen)}
                    aria-label={t('attention.picture', {
                      number: index + 1,
                      name: t('attention.share', { percent: percent(each.share) }),
                    })}
                    onClick={() => setPicked(index)}
                  >
                    <img src={contentUrl(each.attachment)} alt="" width={52} height={52} />
                    <span>{percent(each.share)} %</span>
                  </button>
                ))}
              </div>
            )}
          </>
        )}
        {data !== undefined && (
          <>
            <ol className={styles.parts} aria-label={t('attention.parts')}>
              {ranges.map((range, index) => (
                <li key={`${range.from}-${range.to}`}>
                  <button
                    type="button"
                    aria-pressed={index === chosen}
                    className={clsx(styles.part, index === 0 && styles.whole, index === chosen && styles.chosen)}
                    onClick={() => setChosen(index)}
                  >
                    <span dir="auto">{index === 0 ? t('attention.whole') : text.slice(range.from, range.to)}</span>
                    <span className={styles.share}>{percent(sum(data.maps[index]?.pictures ?? []))} %</span>
                  </button>
                </li>
              ))}
            </ol>
            {map !== undefined && <Legend most={percent(Math.max(...map.weights))} quarter={percent(Math.max(...map.weights) / 4)} />}
            <label className={styles.strength}>
              {t('attention.strength')}
              <input type="range" min={0} max={100} step={5} value={strength} onChange={(event) => setStrength(event.target.valueAsNumber)} />
            </label>
            <p className={vision.note}>{t('attention.about')}</p>
          </>
        )}
      </section>
    </div>
  );
}

function sum(maps: readonly { share: number }[]): number {
  return maps.reduce((total, map) => total + map.share, 0);
}
