import { Menu } from '@base-ui/react/menu';
import { ChevronDown, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { IconButton } from '@/components/Button';
import menu from '@/components/menu.module.css';
import styles from './chat.module.css';
import type { ChatActions } from './ChatActions';

/** Answers once more: at once by the same model, or by one that is picked, or by all of them. */
export function RegenerateButton({ message, actions }: { message: Message; actions: ChatActions }) {
  const { t } = useTranslation();
  const { models, regenerate } = actions;
  return (
    <span className={styles.split}>
      <IconButton size="small" label={t('chat.regenerate')} icon={<RefreshCw size={16} />} onClick={() => regenerate(message)} />
      {models.length > 1 && (
        <Menu.Root modal={false}>
          <Menu.Trigger
            render={<IconButton size="small" className={styles.splitMenu} label={t('chat.regenerateWith')} icon={<ChevronDown size={14} />} />}
          />
          <Menu.Portal>
            <Menu.Positioner className={menu.positioner} sideOffset={4} align="start">
              <Menu.Popup className={menu.popup}>
                {models.map((model) => (
                  <Menu.Item key={model.id} className={menu.item} disabled={!model.ready} onClick={() => regenerate(message, model.id)}>
                    {t('chat.with', { model: model.id })}
                  </Menu.Item>
                ))}
                <div className={menu.separator} />
                <Menu.Item
                  className={menu.item}
                  onClick={() => {
                    models.filter((model) => model.ready && model.id !== message.generation?.model).forEach((model) => regenerate(message, model.id));
                    if (message.parent !== null && !actions.sideBySide.has(message.parent)) {
                      actions.toggleSideBySide(message.parent);
                    }
                  }}
                >
                  {t('chat.withAll')}
                </Menu.Item>
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
    </span>
  );
}
