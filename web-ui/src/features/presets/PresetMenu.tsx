import { Menu } from '@base-ui/react/menu';
import { Bookmark, BookmarkPlus, Check, Settings2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preset } from '@/api/types';
import { IconButton } from '@/components/Button';
import menu from '@/components/menu.module.css';
import { toasts } from '@/components/toasts';
import { NameDialog } from '@/features/conversations/NameDialog';
import type { Parameters } from '@/features/parameters/parameters';
import styles from './presets.module.css';
import { formOf, isInUse } from './presets';
import { usePresetChanges, usePresets } from './usePresets';

const PresetsDialog = lazy(() => import('./PresetsDialog'));

interface PresetMenuProps {
  parameters: Parameters;
  model: string | undefined;
  onUse: (preset: Preset) => void;
}

/** Begins a conversation as a preset says, and keeps what is set now as another. */
export function PresetMenu({ parameters, model, onUse }: PresetMenuProps) {
  const { t } = useTranslation();
  const presets = usePresets();
  const { make } = usePresetChanges();
  const [dialog, setDialog] = useState<'name' | 'manage' | null>(null);
  const now = formOf(parameters, model ?? null);
  const used = presets.find((preset) => isInUse(preset, parameters, model));
  return (
    <>
      <Menu.Root modal={false}>
        <Menu.Trigger
          render={<IconButton label={t('presets.title')} icon={<Bookmark size={19} />} className={used === undefined ? undefined : styles.used} />}
        />
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} sideOffset={6} align="end">
            <Menu.Popup className={menu.popup}>
              {presets.length === 0 && <p className={styles.note}>{t('presets.none')}</p>}
              <Menu.RadioGroup value={used?.id ?? ''} onValueChange={(id: string) => {
                const chosen = presets.find((preset) => preset.id === id);
                if (chosen !== undefined) {
                  onUse(chosen);
                }
              }}>
                {presets.map((preset) => (
                  <Menu.RadioItem key={preset.id} value={preset.id} className={menu.item} closeOnClick>
                    <span className={styles.name}>
                      {preset.name}
                      <span className={styles.about}>{[preset.model, preset.system].filter(Boolean).join(' · ')}</span>
                    </span>
                    <Menu.RadioItemIndicator>
                      <Check size={16} />
                    </Menu.RadioItemIndicator>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
              <div className={menu.separator} />
              <Menu.Item className={menu.item} onClick={() => setDialog('name')}>
                <BookmarkPlus size={16} aria-hidden="true" />
                {t('presets.keep')}
              </Menu.Item>
              {presets.length > 0 && (
                <Menu.Item className={menu.item} onClick={() => setDialog('manage')}>
                  <Settings2 size={16} aria-hidden="true" />
                  {t('presets.manage')}
                </Menu.Item>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <NameDialog
        heading={t('presets.keep')}
        label={t('presets.name')}
        name=""
        open={dialog === 'name'}
        onClose={() => setDialog(null)}
        onSave={(name) => make.mutate({ name, ...now }, { onSuccess: () => toasts.add({ description: t('presets.kept', { name }) }) })}
      />
      {dialog === 'manage' && (
        <Suspense fallback={null}>
          <PresetsDialog now={now} onClose={() => setDialog(null)} />
        </Suspense>
      )}
    </>
  );
}
