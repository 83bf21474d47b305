import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '@/lib/clipboard';
import { IconButton } from './Button';
import { Field } from './Field';
import styles from './field.module.css';

/** Something that is shown once, to be copied. */
export function SecretField({ label, help, value }: { label: string; help: string; value: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <Field label={label} help={help}>
      {(field) => (
        <span className={styles.withButton}>
          <input {...field} readOnly value={value} dir="ltr" autoFocus onFocus={(event) => event.target.select()} />
          <IconButton
            label={copied ? t('chat.copied') : t('chat.copy')}
            icon={copied ? <Check size={17} /> : <Copy size={17} />}
            onClick={() => void copyText(value).then(setCopied)}
          />
        </span>
      )}
    </Field>
  );
}
