import { Menu } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { Check, CircleUser, Server, Settings, Share2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Download } from 'lucide-react';
import menu from '@/components/menu.module.css';
import { LogoutItem } from '@/features/account/LogoutItem';
import { useMe } from '@/features/account/useMe';
import { chooseLanguage, type Language, languages } from '@/i18n';
import styles from './SettingsMenu.module.css';
import { type Theme, useTheme } from './theme';

const ArchiveDialog = lazy(() => import('@/features/archive/ArchiveDialog'));
const SharesDialog = lazy(() => import('@/features/share/SharesDialog'));

const themes: readonly Theme[] = ['system', 'light', 'dark'];

export function SettingsMenu() {
  const { t, i18n } = useTranslation();
  const { theme, setTheme } = useTheme();
  const me = useMe();
  const [open, setOpen] = useState<'shares' | 'archive' | null>(null);
  const close = () => setOpen(null);
  const names = Object.entries(languages) as [Language, string][];
  return (
    <>
    <Menu.Root modal={false}>
      <Menu.Trigger className={styles.trigger}>
        <Settings size={18} aria-hidden="true" />
        {t('app.menu')}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={6} side="top" align="start">
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup value={theme} onValueChange={(value: Theme) => setTheme(value)}>
              <Menu.GroupLabel className={menu.label}>{t('app.theme')}</Menu.GroupLabel>
              {themes.map((each) => (
                <Menu.RadioItem key={each} value={each} className={menu.item} closeOnClick={false}>
                  <span className={styles.name}>{t(`app.${each}`)}</span>
                  <Menu.RadioItemIndicator>
                    <Check size={16} />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <div className={menu.separator} />
            <Menu.Item className={menu.item} onClick={() => setOpen('archive')}>
              <Download size={16} aria-hidden="true" />
              {t('app.archive')}
            </Menu.Item>
            <Menu.Item className={menu.item} onClick={() => setOpen('shares')}>
              <Share2 size={16} aria-hidden="true" />
              {t('app.sharedLinks')}
            </Menu.Item>
            <Menu.Item className={clsx(menu.item, styles.link)} render={<Link href="/settings" />}>
              <CircleUser size={16} aria-hidden="true" />
              {me?.mode === 'local' ? t('app.usage') : t('app.account')}
            </Menu.Item>
            {me?.roles.includes('admin') && (
              <Menu.Item className={clsx(menu.item, styles.link)} render={<Link href="/admin" />}>
                <Server size={16} aria-hidden="true" />
                {t('app.administration')}
              </Menu.Item>
            )}
            {names.length > 1 && (
              <>
                <div className={menu.separator} />
                <Menu.RadioGroup value={i18n.language} onValueChange={(value: Language) => void chooseLanguage(value)}>
                  <Menu.GroupLabel className={menu.label}>{t('app.language')}</Menu.GroupLabel>
                  {names.map(([code, name]) => (
                    <Menu.RadioItem key={code} value={code} className={menu.item} closeOnClick={false}>
                      <span className={styles.name} lang={code}>
                        {name}
                      </span>
                      <Menu.RadioItemIndicator>
                        <Check size={16} />
                      </Menu.RadioItemIndicator>
                    </Menu.RadioItem>
                  ))}
                </Menu.RadioGroup>
              </>
            )}
            <LogoutItem />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
    {open !== null && <Suspense fallback={null}>{open === 'shares' ? <SharesDialog onClose={close} /> : <ArchiveDialog onClose={close} />}</Suspense>}
    </>
  );
}
