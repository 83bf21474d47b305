import { Menu } from '@base-ui/react/menu';
import { useQueryClient } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import menu from '@/components/menu.module.css';
import { accountApi } from './api';
import { ME, useMe } from './useMe';

/** Ends the login, at its provider too; nothing where nobody logs in. */
export function LogoutItem() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useMe();
  if (me == null || me.mode === 'local') {
    return null;
  }
  const logOut = () =>
    void accountApi.logout().then((ended) => {
      if (ended !== undefined) {
        window.location.assign(ended.next);
        return;
      }
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== ME[0] });
      client.setQueryData(ME, null);
    });
  return (
    <>
      <div className={menu.separator} />
      <Menu.Item className={menu.item} onClick={logOut}>
        <LogOut size={16} aria-hidden="true" />
        {t('app.logOut', { name: me.displayName })}
      </Menu.Item>
    </>
  );
}
