import { Menu } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ConversationSummary } from '@/api/types';
import { IconButton } from '@/components/Button';
import menu from '@/components/menu.module.css';
import styles from './ConversationList.module.css';
import { RenameDialog } from './RenameDialog';
import { useDelete } from './useConversations';

interface ConversationRowProps {
  conversation: ConversationSummary;
  isCurrent: boolean;
  style: CSSProperties;
  onOpen: () => void;
  onDeleted: (id: string) => void;
}

export function ConversationRow({ conversation, isCurrent, style, onOpen, onDeleted }: ConversationRowProps) {
  const { t } = useTranslation();
  const [renaming, setRenaming] = useState(false);
  const remove = useDelete(onDeleted);
  const title = conversation.title === '' ? t('conversations.untitled') : conversation.title;
  return (
    <li className={clsx(styles.row, isCurrent && styles.current)} style={style}>
      <Link href={`/c/${conversation.id}`} className={styles.link} aria-current={isCurrent ? 'page' : undefined} onClick={onOpen} title={title}>
        {title}
      </Link>
      <Menu.Root modal={false}>
        <Menu.Trigger
          render={
            <IconButton size="small" className={styles.options} label={t('conversations.options', { title })} icon={<Ellipsis size={17} />} />
          }
        />
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} sideOffset={4} align="start">
            <Menu.Popup className={menu.popup}>
              <Menu.Item className={menu.item} onClick={() => setRenaming(true)}>
                <Pencil size={16} aria-hidden="true" />
                {t('conversations.rename')}
              </Menu.Item>
              <div className={menu.separator} />
              <Menu.Item className={clsx(menu.item, menu.danger)} onClick={() => remove(conversation)}>
                <Trash2 size={16} aria-hidden="true" />
                {t('conversations.delete')}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <RenameDialog key={String(renaming)} conversation={conversation} open={renaming} onClose={() => setRenaming(false)} />
    </li>
  );
}
