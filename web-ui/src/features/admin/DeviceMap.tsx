import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import list from '@/components/list.module.css';
import styles from './admin.module.css';
import type { ServedModel } from './api';
import { devicesOf, isDevicePlan } from './devices';
import { bytesIn } from './format';

/** A model that is served, and on which devices its weights lie. */
export function DeviceMap({ model }: { model: ServedModel }) {
  const { t, i18n } = useTranslation('admin');
  const plan = model.details['device-plan'];
  const devices = isDevicePlan(plan) ? devicesOf(plan) : [];
  const total = devices.reduce((sum, each) => sum + each.bytes, 0);
  return (
    <section className={styles.served} aria-label={model.id}>
      <p>
        <strong>{model.id}</strong>{' '}
        <span className={list.quiet}>
          {model.family} · {t('models.context', { tokens: model.contextLength.toLocaleString(i18n.language) })}
        </span>
      </p>
      {devices.length > 0 && (
        <>
          <div className={styles.bar} aria-hidden="true">
            {devices.map((each, index) => (
              <span key={each.device} className={clsx(styles.segment, styles[`device${index % 4}`])} style={{ flexGrow: each.bytes / total }} />
            ))}
          </div>
          <details>
            <summary>
              {devices.map((each) => `${each.device}: ${bytesIn(i18n.language, each.bytes)}`).join(' · ')}
            </summary>
            <table className={list.table}>
              <caption className="visually-hidden">{t('devices.caption', { model: model.id })}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('devices.part')}</th>
                  <th scope="col">{t('devices.device')}</th>
                  <th scope="col" className={list.number}>
                    {t('devices.size')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {devices.flatMap((each) =>
                  each.parts.map((part) => (
                    <tr key={`${each.device} ${part.name}`}>
                      <td>
                        <code>{part.name}</code>
                      </td>
                      <td>{each.device}</td>
                      <td className={list.number}>{bytesIn(i18n.language, part.bytes)}</td>
                    </tr>
                  )),
                )}
              </tbody>
            </table>
          </details>
        </>
      )}
    </section>
  );
}
