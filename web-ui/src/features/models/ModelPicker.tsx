import { Select } from '@base-ui/react/select';
import { Check, ChevronDown, Image, Type } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Model } from '@/api/types';
import menu from '@/components/menu.module.css';
import styles from './ModelPicker.module.css';

interface ModelPickerProps {
  models: readonly Model[];
  model: Model | undefined;
  onChoose: (id: string) => void;
}

/** Picks what answers; each model shows what it can do and whether it is ready. */
export function ModelPicker({ models, model, onChoose }: ModelPickerProps) {
  const { t } = useTranslation();
  return (
    <Select.Root value={model?.id ?? null} onValueChange={(id) => id !== null && onChoose(id)} modal={false}>
      <Select.Trigger className={styles.trigger} aria-label={t('models.model')}>
        {model !== undefined && <State ready={model.ready} />}
        <span className={styles.name}>{model?.id ?? t('models.none')}</span>
        <ChevronDown size={16} aria-hidden="true" />
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner className={menu.positioner} sideOffset={6} align="start" alignItemWithTrigger={false}>
          <Select.Popup className={menu.popup}>
            {models.map((each) => (
              <Select.Item key={each.id} value={each.id} className={`${menu.item} ${styles.item}`}>
                <State ready={each.ready} />
                <span className={styles.about}>
                  <Select.ItemText className={styles.title}>{each.id}</Select.ItemText>
                  <Abilities model={each} />
                </span>
                <Select.ItemIndicator>
                  <Check size={16} />
                </Select.ItemIndicator>
              </Select.Item>
            ))}
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

function Abilities({ model }: { model: Model }) {
  const { t, i18n } = useTranslation();
  const pictures = model.capabilities.pictures;
  return (
    <span className={styles.abilities}>
      {!model.ready && <span className={styles.notReady}>{model.message ?? t('models.notReady')}</span>}
      <span>{model.family}</span>
      <span className={styles.ability}>
        {pictures ? <Image size={13} aria-hidden="true" /> : <Type size={13} aria-hidden="true" />}
        {pictures ? t('models.pictures') : t('models.textOnly')}
      </span>
      <span>{t('models.context', { tokens: model.contextLength.toLocaleString(i18n.language) })}</span>
    </span>
  );
}

function State({ ready }: { ready: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={ready ? styles.ready : styles.away}>
      <span className="visually-hidden">{ready ? t('models.ready') : t('models.notReady')}</span>
    </span>
  );
}
