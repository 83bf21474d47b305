import { useTranslation } from 'react-i18next';
import list from '@/components/list.module.css';
import { useModels } from '@/features/models/useModels';
import { StateMark } from './StateMark';

/** The models that people see, and what each can do. */
export function ModelsPage() {
  const { t, i18n } = useTranslation('admin');
  const { data: models, error } = useModels();
  return (
    <>
      <div className={list.intro}>
        <p>{t('models.about')}</p>
      </div>
      {error !== null && (
        <p className={list.problem} role="alert">
          {error.message}
        </p>
      )}
      {models !== undefined && (
        <div className={list.scroller}>
          <table className={list.table}>
            <caption className="visually-hidden">{t('models.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('models.model')}</th>
                <th scope="col">{t('models.state')}</th>
                <th scope="col">{t('models.backends')}</th>
                <th scope="col">{t('models.family')}</th>
                <th scope="col" className={list.number}>
                  {t('models.contextLength')}
                </th>
                <th scope="col">{t('models.can')}</th>
              </tr>
            </thead>
            <tbody>
              {models.map((model) => {
                const { pictures, maxPictures, maxTiles, tools, attention } = model.capabilities;
                const abilities = [
                  pictures ? t('models.pictures', { pictures: maxPictures, tiles: maxTiles }) : t('models.textOnly'),
                  ...(tools ? [t('models.tools')] : []),
                  ...(attention ? [t('models.attention')] : []),
                ];
                return (
                  <tr key={model.id}>
                    <th scope="row">
                      {model.id}
                      {model.isDefault && <span className={list.badge}>{t('models.default')}</span>}
                    </th>
                    <td>
                      <StateMark state={model.ready ? 'ready' : 'failed'} label={model.ready ? t('states.ready') : (model.message ?? t('models.notReady'))} />
                    </td>
                    <td>{model.backend}</td>
                    <td>{model.family}</td>
                    <td className={list.number}>{model.contextLength.toLocaleString(i18n.language)}</td>
                    <td>{abilities.join(', ')}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
