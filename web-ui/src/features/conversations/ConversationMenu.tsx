import { Menu } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { Archive, ArchiveRestore, ChevronRight, Download, Ellipsis, Folder, Pencil, Pin, PinOff, Tag, Trash2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '@/api/http';
import type { ConversationSummary } from '@/api/types';
import { IconButton } from '@/components/Button';
import menu from '@/components/menu.module.css';
import styles from './ConversationList.module.css';
import type { ConversationChanges } from './useConversations';
import { useFolders } from './useFolders';

interface ItemsProps {
  conversation: ConversationSummary;
  changes: ConversationChanges;
  onRename: () => void;
  onTag: () => void;
}

interface ConversationMenuProps extends ItemsProps {
  title: string;
}

/** What can be done to a conversation of the list. */
export function ConversationMenu({ conversation, title, changes, onRename, onTag }: ConversationMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        render={<IconButton size="small" className={styles.options} label={t('conversations.options', { title })} icon={<Ellipsis size={17} />} />}
      />
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={4} align="start">
          <Menu.Popup className={menu.popup}>
            {conversation.deletedAt === null ? (
              <Present conversation={conversation} changes={changes} onRename={onRename} onTag={onTag} />
            ) : (
              <Deleted conversation={conversation} changes={changes} />
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Present({ conversation, changes, onRename, onTag }: ItemsProps) {
  const { t } = useTranslation();
  const { id, pinned, archived } = conversation;
  return (
    <>
      <Menu.Item className={menu.item} onClick={() => changes.change(id, { pinned: !pinned })}>
        {pinned ? <PinOff size={16} aria-hidden="true" /> : <Pin size={16} aria-hidden="true" />}
        {pinned ? t('conversations.unpin') : t('conversations.pin')}
      </Menu.Item>
      <Menu.Item className={menu.item} onClick={onRename}>
        <Pencil size={16} aria-hidden="true" />
        {t('conversations.rename')}
      </Menu.Item>
      <Menu.Item className={menu.item} onClick={onTag}>
        <Tag size={16} aria-hidden="true" />
        {t('conversations.tagIt')}
      </Menu.Item>
      <MoveMenu conversation={conversation} changes={changes} />
      <ExportMenu id={id} />
      <Menu.Item className={menu.item} onClick={() => (archived ? changes.change(id, { archived: false }) : changes.archive(conversation))}>
        {archived ? <ArchiveRestore size={16} aria-hidden="true" /> : <Archive size={16} aria-hidden="true" />}
        {archived ? t('conversations.unarchive') : t('conversations.archive')}
      </Menu.Item>
      <div className={menu.separator} />
      <Menu.Item className={clsx(menu.item, menu.danger)} onClick={() => changes.remove(conversation)}>
        <Trash2 size={16} aria-hidden="true" />
        {t('conversations.delete')}
      </Menu.Item>
    </>
  );
}

function MoveMenu({ conversation, changes }: Pick<ItemsProps, 'conversation' | 'changes'>) {
  const { t } = useTranslation();
  const folders = useFolders();
  if (folders.length === 0) {
    return null;
  }
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className={menu.item}>
        <Folder size={16} aria-hidden="true" />
        <span className={styles.grow}>{t('conversations.move')}</span>
        <ChevronRight size={16} aria-hidden="true" />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner}>
          <Menu.Popup className={menu.popup}>
            <Menu.Item className={menu.item} disabled={conversation.folder === null} onClick={() => changes.change(conversation.id, { folder: null })}>
              {t('conversations.noFolder')}
            </Menu.Item>
            {folders.map((folder) => (
              <Menu.Item
                key={folder.id}
                className={menu.item}
                disabled={conversation.folder === folder.id}
                onClick={() => changes.change(conversation.id, { folder: folder.id })}
              >
                {folder.name}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

function ExportMenu({ id }: { id: string }) {
  const { t } = useTranslation();
  const path = urlOf(`/conversations/${id}/export?format=`);
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className={menu.item}>
        <Download size={16} aria-hidden="true" />
        <span className={styles.grow}>{t('conversations.export')}</span>
        <ChevronRight size={16} aria-hidden="true" />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner}>
          <Menu.Popup className={menu.popup}>
            <Menu.LinkItem className={clsx(menu.item, menu.link)} href={`${path}markdown`} download>
              {t('conversations.exportMarkdown')}
            </Menu.LinkItem>
            <Menu.LinkItem className={clsx(menu.item, menu.link)} href={`${path}json`} download>
              {t('conversations.exportJson')}
            </Menu.LinkItem>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

function Deleted({ conversation, changes }: Pick<ItemsProps, 'conversation' | 'changes'>) {
  const { t } = useTranslation();
  return (
    <>
      <Menu.Item className={menu.item} onClick={() => changes.restore(conversation)}>
        <Undo2 size={16} aria-hidden="true" />
        {t('conversations.restore')}
      </Menu.Item>
      <Menu.Item className={clsx(menu.item, menu.danger)} onClick={() => changes.remove(conversation, true)}>
        <Trash2 size={16} aria-hidden="true" />
        {t('conversations.deleteNow')}
      </Menu.Item>
    </>
  );
}
