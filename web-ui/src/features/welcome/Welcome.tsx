import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Model, StoredAttachment } from '@/api/types';
import { toasts } from '@/components/toasts';
import { upload } from '@/features/composer/upload';
import { type Sample, samples, sampleUrl } from './samples';
import styles from './Welcome.module.css';

interface WelcomeProps {
  model: Model | undefined;
  busy: boolean;
  onAsk: (text: string, attachments: StoredAttachment[]) => void;
}

/** What a new conversation begins with: what this is, and pictures to try it on. */
export function Welcome({ model, busy, onAsk }: WelcomeProps) {
  const { t } = useTranslation();
  const trySample = useMutation({
    mutationFn: async ({ name }: Sample) => {
      const picture = await fetch(sampleUrl(name)).then((response) => response.blob());
      return upload(new File([picture], `${name}.png`, { type: 'image/png' }), new AbortController().signal, () => undefined);
    },
    onSuccess: (attachment, { question }) => onAsk(question, [attachment]),
    onError: (error) => toasts.add({ description: error.message }),
  });
  const readsPictures = model?.capabilities.pictures !== false;
  return (
    <div className={styles.welcome}>
      <div className={styles.column}>
        <img src="/icon.svg" alt="" width={52} height={52} className={styles.mark} />
        <h2 className={styles.title}>{t('welcome.title')}</h2>
        <p className={styles.subtitle}>{t('welcome.subtitle')}</p>
        {readsPictures && (
          <section aria-label={t('welcome.try')}>
            <ul className={styles.samples}>
              {samples.map((sample) => (
                <li key={sample.name}>
                  <button type="button" className={styles.sample} disabled={busy || trySample.isPending} onClick={() => trySample.mutate(sample)}>
                    <span className={styles.picture}>
                      <img className={styles[sample.from]} src={sampleUrl(sample.name)} alt={t(`welcome.samples.${sample.name}`)} />
                    </span>
                    <span className={styles.ask}>{sample.question}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {model?.id === 'azulejo-demo' && (
          <p className={styles.demo}>
            <strong>{t('welcome.demoTitle')}</strong> {t('welcome.demo')}
          </p>
        )}
      </div>
    </div>
  );
}
