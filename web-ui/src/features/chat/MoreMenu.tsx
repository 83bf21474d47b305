import { Menu } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { CodeXml, Ellipsis, FileCog, GitFork, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { IconButton } from '@/components/Button';
import menu from '@/components/menu.module.css';
import { copyText } from '@/lib/clipboard';
import type { ChatActions } from './ChatActions';
import { codeIn } from './codeIn';

const ManifestDialog = lazy(() => import('@/features/manifest/ManifestDialog'));

export function MoreMenu({ message, text, actions }: { message: Message; text: string; actions: ChatActions }) {
  const { t } = useTranslation();
  const code = codeIn(text);
  const [manifest, setManifest] = useState(false);
  const conversation = message.generation?.conversation;
  return (
    <>
      <Menu.Root modal={false}>
        <Menu.Trigger render={<IconButton size="small" label={t('chat.more')} icon={<Ellipsis size={16} />} />} />
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} sideOffset={4} align="start">
            <Menu.Popup className={menu.popup}>
              {code !== '' && (
                <Menu.Item className={menu.item} onClick={() => void copyText(code)}>
                  <CodeXml size={16} aria-hidden="true" />
                  {t('chat.copyCode')}
                </Menu.Item>
              )}
              <Menu.Item className={menu.item} onClick={() => actions.fork(message)}>
                <GitFork size={16} aria-hidden="true" />
                {t('chat.fork')}
              </Menu.Item>
              {conversation !== undefined && (
                <Menu.Item className={menu.item} onClick={() => setManifest(true)}>
                  <FileCog size={16} aria-hidden="true" />
                  {t('chat.manifest')}
                </Menu.Item>
              )}
              <div className={menu.separator} />
              <Menu.Item className={clsx(menu.item, menu.danger)} onClick={() => actions.remove(message)}>
                <Trash2 size={16} aria-hidden="true" />
                {t('chat.deleteFrom')}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {manifest && conversation !== undefined && (
        <Suspense fallback={null}>
          <ManifestDialog conversation={conversation} answer={message.id} onClose={() => setManifest(false)} />
        </Suspense>
      )}
    </>
  );
}
