import { useTranslation } from 'react-i18next';
import styles from './admin.module.css';
import { useGroups } from './usePeople';

interface GroupChoiceProps {
  label: string;
  help?: string;
  chosen: readonly string[];
  onChoose: (groups: string[]) => void;
}

/** Groups to tick. One that is chosen stays in sight when it is gone. */
export function GroupChoice({ label, help, chosen, onChoose }: GroupChoiceProps) {
  const { t } = useTranslation('groups');
  const { data: groups = [] } = useGroups();
  const names = [...new Set([...groups.map(({ name }) => name), ...chosen])];
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      {names.length === 0 && <p>{t('none')}</p>}
      {names.length > 0 && (
        <div>
          {names.map((name) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                onChange={(event) => onChoose(names.filter((each) => (each === name ? event.target.checked : chosen.includes(each))))}
              />
              {name}
            </label>
          ))}
        </div>
      )}
      {help !== undefined && <p>{help}</p>}
    </fieldset>
  );
}
