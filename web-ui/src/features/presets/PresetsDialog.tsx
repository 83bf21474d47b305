import { Pencil, RefreshCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preset, PresetForm } from '@/api/types';
import { Button, IconButton } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import { NameDialog } from '@/features/conversations/NameDialog';
import styles from './presets.module.css';
import { usePresetChanges, usePresets } from './usePresets';

/** Names presets anew, changes them to what is set now, and deletes them. */
export default function PresetsDialog({ now, onClose }: { now: Omit<PresetForm, 'name'>; onClose: () => void }) {
  const { t } = useTranslation();
  const presets = usePresets();
  const { change, remove } = usePresetChanges();
  const [naming, setNaming] = useState<Preset | null>(null);
  return (
    <Dialog open onClose={onClose} title={t('presets.manage')} description={t('presets.help')}>
      <ul className={styles.list} aria-label={t('presets.title')}>
        {presets.map((preset) => (
          <li key={preset.id}>
            <span className={styles.name}>
              {preset.name}
              <span className={styles.about}>{[preset.model, preset.system].filter(Boolean).join(' · ')}</span>
            </span>
            <IconButton size="small" label={t('presets.replace', { name: preset.name })} icon={<RefreshCcw size={15} />} onClick={() => change.mutate({ id: preset.id, to: now })} />
            <IconButton size="small" label={t('presets.rename', { name: preset.name })} icon={<Pencil size={15} />} onClick={() => setNaming(preset)} />
            <IconButton size="small" label={t('presets.delete', { name: preset.name })} icon={<Trash2 size={15} />} onClick={() => remove.mutate(preset)} />
          </li>
        ))}
      </ul>
      {presets.length === 0 && <p className={styles.note}>{t('presets.none')}</p>}
      <DialogActions>
        <Button onClick={onClose}>{t('app.close')}</Button>
      </DialogActions>
      {naming !== null && (
        <NameDialog
          heading={t('presets.rename', { name: naming.name })}
          label={t('presets.name')}
          name={naming.name}
          open
          onClose={() => setNaming(null)}
          onSave={(name) => change.mutate({ id: naming.id, to: { name } })}
        />
      )}
    </Dialog>
  );
}
