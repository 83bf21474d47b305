import { X } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '@/api/types';
import { Button, IconButton } from '@/components/Button';
import field from '@/components/field.module.css';
import styles from './ParametersPanel.module.css';
import { type Parameters, type Setting, takes } from './parameters';

interface ParametersPanelProps {
  parameters: Parameters;
  model: Model | undefined;
  /** A conversation that there is keeps its instructions. */
  isNew: boolean;
  onChange: (parameters: Parameters) => void;
  onClose: () => void;
}

export default function ParametersPanel({ parameters, model, isNew, onChange, onClose }: ParametersPanelProps) {
  const { t } = useTranslation();
  const system = useId();
  const set = (setting: Setting, value: string | number | undefined) => onChange({ ...parameters, [setting]: value });
  return (
    <aside className={styles.panel} aria-label={t('parameters.title')}>
      <header className={styles.head}>
        <h2>{t('parameters.title')}</h2>
        <IconButton label={t('parameters.close')} icon={<X size={19} />} onClick={onClose} />
      </header>
      <div className={styles.body}>
        <div>
          <label className={field.label} htmlFor={system}>
            {t('parameters.system')}
          </label>
          <textarea
            id={system}
            className={field.input}
            rows={4}
            value={parameters.system ?? ''}
            disabled={!isNew}
            aria-describedby={`${system}-help`}
            onChange={(event) => set('system', event.target.value === '' ? undefined : event.target.value)}
          />
          <p id={`${system}-help`} className={field.help}>
            {isNew ? t('parameters.systemHelp') : t('parameters.systemFixed')}
          </p>
        </div>
        {model?.capabilities.pictures === true && takes(model, 'max_tiles') && (
          <Range name={t('parameters.detail')} help={t('parameters.detailHelp')} value={parameters.max_tiles} min={1} max={model.capabilities.maxTiles} step={1} standard={model.capabilities.maxTiles} onChange={(value) => set('max_tiles', value)} />
        )}
        {takes(model, 'temperature') && (
          <Range name={t('parameters.temperature')} help={t('parameters.temperatureHelp')} value={parameters.temperature} min={0} max={2} step={0.05} standard={1} onChange={(value) => set('temperature', value)} />
        )}
        {takes(model, 'top_p') && (
          <Range name={t('parameters.topP')} help={t('parameters.topPHelp')} value={parameters.top_p} min={0.05} max={1} step={0.05} standard={1} onChange={(value) => set('top_p', value)} />
        )}
        {takes(model, 'max_tokens') && (
          <NumberField name={t('parameters.maxTokens')} help={t('parameters.maxTokensHelp')} value={parameters.max_tokens} min={1} onChange={(value) => set('max_tokens', value)} />
        )}
        {takes(model, 'seed') && (
          <NumberField name={t('parameters.seed')} help={t('parameters.seedHelp')} value={parameters.seed} min={0} onChange={(value) => set('seed', value)} />
        )}
        <Button onClick={() => onChange({})}>{t('parameters.reset')}</Button>
      </div>
    </aside>
  );
}

interface FieldProps {
  name: string;
  help: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

/** @param standard where the handle rests while nothing is set */
function Range({ name, help, value, min, max, step, standard, onChange }: FieldProps & { min: number; max: number; step: number; standard: number }) {
  const { t, i18n } = useTranslation();
  const id = useId();
  return (
    <div>
      <div className={styles.line}>
        <label className={field.label} htmlFor={id}>
          {name}
        </label>
        <output htmlFor={id}>{value === undefined ? t('parameters.standard') : value.toLocaleString(i18n.language)}</output>
      </div>
      <input
        id={id}
        type="range"
        className={styles.range}
        min={min}
        max={max}
        step={step}
        value={value ?? standard}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <p id={`${id}-help`} className={field.help}>
        {help}
      </p>
    </div>
  );
}

function NumberField({ name, help, value, min, onChange }: FieldProps & { min: number }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div>
      <label className={field.label} htmlFor={id}>
        {name}
      </label>
      <input
        id={id}
        type="number"
        className={field.input}
        min={min}
        step={1}
        value={value ?? ''}
        placeholder={t('parameters.standard')}
        aria-describedby={`${id}-help`}
        onChange={(event) => {
          const number = event.target.valueAsNumber;
          onChange(Number.isInteger(number) && number >= min ? number : undefined);
        }}
      />
      <p id={`${id}-help`} className={field.help}>
        {help}
      </p>
    </div>
  );
}
