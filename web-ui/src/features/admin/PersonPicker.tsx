import { Combobox } from '@base-ui/react/combobox';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import field from '@/components/field.module.css';
import menu from '@/components/menu.module.css';
import styles from './admin.module.css';
import type { User } from './people';
import { useUsers } from './usePeople';

interface PersonPickerProps {
  label: string;
  /** Who is chosen; absent where whoever is found is dealt with at once, and the next one can be looked for. */
  person?: string | null;
  /** Those who are not to be chosen. */
  without?: readonly string[];
  onPick: (id: string | null) => void;
}

/** Finds somebody by the beginning or a part of a name. */
export function PersonPicker({ label, person, without = [], onPick }: PersonPickerProps) {
  const { t } = useTranslation('groups');
  const id = useId();
  const { data: users = [] } = useUsers();
  const [text, setText] = useState('');
  return (
    <Combobox.Root
      items={users.filter((user) => !without.includes(user.id))}
      value={users.find((user) => user.id === person) ?? null}
      inputValue={text}
      onInputValueChange={(written, { reason }) => setText(person === undefined && reason === 'item-press' ? '' : written)}
      onValueChange={(user: User | null) => onPick(user?.id ?? null)}
      itemToStringLabel={(user: User) => user.name}
      isItemEqualToValue={(one: User, other: User) => one.id === other.id}
      filter={(user: User, query) => `${user.name}\n${user.displayName}`.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase())}
      autoHighlight
    >
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      <Combobox.Input id={id} className={field.input} placeholder={t('picker.find')} autoComplete="off" />
      <Combobox.Portal>
        <Combobox.Positioner className={styles.picker} sideOffset={4} align="start">
          <Combobox.Popup className={menu.popup}>
            <Combobox.Empty className={styles.nobody}>{t('picker.nobody')}</Combobox.Empty>
            <Combobox.List aria-label={label}>
              {(user: User) => (
                <Combobox.Item key={user.id} value={user} className={menu.item}>
                  {user.name}
                  {user.displayName !== user.name && <span className={styles.shownName}>{user.displayName}</span>}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
