import { Menu } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { Archive, ChevronDown, Folder, FolderPlus, MessagesSquare, Pencil, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import menu from '@/components/menu.module.css';
import { toasts } from '@/components/toasts';
import { NameDialog } from './NameDialog';
import { useFolderChanges, useFolders } from './useFolders';
import styles from './ViewPicker.module.css';
import { useTags } from './useTags';
import { isFolder, isTag, type View } from './views';

/** Picks what the list shows, and keeps the folders. */
export function ViewPicker({ view, onView }: { view: View; onView: (view: View) => void }) {
  const { t, i18n } = useTranslation();
  const folders = useFolders();
  const tags = useTags();
  const changes = useFolderChanges();
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null);
  const folder = isFolder(view) ? folders.find((each) => each.id === view.folder) : undefined;
  const name = isTag(view) ? view.tag : (folder?.name ?? t(`conversations.${view === 'archived' || view === 'bin' ? view : 'all'}`));

  const save = (chosen: string) => {
    if (naming === 'rename' && folder !== undefined) {
      changes.rename.mutate({ id: folder.id, name: chosen });
    } else {
      changes.make.mutate(chosen, { onSuccess: (made) => onView({ folder: made.id }) });
    }
  };
  return (
    <>
      <Menu.Root modal={false}>
        <Menu.Trigger className={styles.trigger}>
          <span className="visually-hidden">{t('conversations.show')} </span>
          <span className={styles.name}>{name}</span>
          <ChevronDown size={14} aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} sideOffset={4} align="start">
            <Menu.Popup className={menu.popup}>
              <Menu.Item className={menu.item} onClick={() => onView('all')}>
                <MessagesSquare size={16} aria-hidden="true" />
                {t('conversations.all')}
              </Menu.Item>
              {folders.map((each) => (
                <Menu.Item key={each.id} className={menu.item} onClick={() => onView({ folder: each.id })}>
                  <Folder size={16} aria-hidden="true" />
                  {each.name}
                </Menu.Item>
              ))}
              <Menu.Item className={menu.item} onClick={() => onView('archived')}>
                <Archive size={16} aria-hidden="true" />
                {t('conversations.archived')}
              </Menu.Item>
              <Menu.Item className={menu.item} onClick={() => onView('bin')}>
                <Trash2 size={16} aria-hidden="true" />
                {t('conversations.bin')}
              </Menu.Item>
              {tags.length > 0 && (
                <Menu.Group>
                  <Menu.GroupLabel className={menu.label}>{t('conversations.tags')}</Menu.GroupLabel>
                  {tags.map((tag) => (
                    <Menu.Item key={tag.name} className={menu.item} onClick={() => onView({ tag: tag.name })}>
                      <Tag size={16} aria-hidden="true" />
                      <span className={styles.tag}>{tag.name}</span>
                      <span className={styles.count}>{tag.count.toLocaleString(i18n.language)}</span>
                    </Menu.Item>
                  ))}
                </Menu.Group>
              )}
              <div className={menu.separator} />
              <Menu.Item className={menu.item} onClick={() => setNaming('new')}>
                <FolderPlus size={16} aria-hidden="true" />
                {t('conversations.newFolder')}
              </Menu.Item>
              {folder !== undefined && (
                <>
                  <Menu.Item className={menu.item} onClick={() => setNaming('rename')}>
                    <Pencil size={16} aria-hidden="true" />
                    {t('conversations.renameFolder')}
                  </Menu.Item>
                  <Menu.Item
                    className={clsx(menu.item, menu.danger)}
                    onClick={() => {
                      changes.remove.mutate(folder.id, { onSuccess: () => toasts.add({ description: t('conversations.folderDeleted') }) });
                      onView('all');
                    }}
                  >
                    <Trash2 size={16} aria-hidden="true" />
                    {t('conversations.deleteFolder')}
                  </Menu.Item>
                </>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <NameDialog
        heading={naming === 'rename' ? t('conversations.renameFolder') : t('conversations.newFolder')}
        label={t('conversations.folderName')}
        name={naming === 'rename' ? (folder?.name ?? '') : ''}
        open={naming !== null}
        onClose={() => setNaming(null)}
        onSave={save}
      />
    </>
  );
}
