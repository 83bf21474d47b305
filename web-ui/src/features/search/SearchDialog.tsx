import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SearchHit } from '@/api/types';
import { Button } from '@/components/Button';
import styles from './SearchDialog.module.css';
import { useSearch } from './useSearch';

/** Finds conversations by the words in their titles and messages. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const search = useSearch(words);
  const hits = search.data?.pages.flatMap((page) => page.hits) ?? [];
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label={t('search.label')} onKeyDown={onArrow}>
          <div className={styles.field}>
            <Search size={18} aria-hidden="true" />
            <input
              type="search"
              aria-label={t('search.label')}
              placeholder={t('search.placeholder')}
              value={words}
              maxLength={200}
              autoFocus
              onChange={(event) => setWords(event.target.value)}
            />
          </div>
          {hits.length > 0 && (
            <ul className={styles.hits} aria-label={t('search.results')}>
              {hits.map((hit) => (
                <Hit key={`${hit.conversation.id}-${hit.message ?? 'title'}`} hit={hit} onOpen={onClose} />
              ))}
            </ul>
          )}
          {search.isSuccess && hits.length === 0 && <p className={styles.note}>{t('search.nothing')}</p>}
          {search.isError && <p className={styles.note}>{search.error.message}</p>}
          {search.hasNextPage && (
            <Button className={styles.more} onClick={() => void search.fetchNextPage()}>
              {t('search.more')}
            </Button>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The arrow keys go from the box to the results and through them; Enter in the box opens the first. */
function onArrow(event: KeyboardEvent<HTMLElement>) {
  const box = event.currentTarget.querySelector('input');
  const places: (HTMLElement | null)[] = [box, ...event.currentTarget.querySelectorAll<HTMLElement>('li > a')];
  const at = places.indexOf(document.activeElement as HTMLElement);
  if (event.key === 'Enter' && document.activeElement === box && !event.nativeEvent.isComposing) {
    places[1]?.click();
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && at >= 0) {
    event.preventDefault();
    places[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  }
}

function Hit({ hit, onOpen }: { hit: SearchHit; onOpen: () => void }) {
  const { t, i18n } = useTranslation();
  const { conversation, message, snippet, at } = hit;
  const pieces = snippet.map(({ text, hit: found }, index) => (found ? <mark key={index}>{text}</mark> : text));
  const title = conversation.title === '' ? t('conversations.untitled') : conversation.title;
  return (
    <li>
      <Link href={`/c/${conversation.id}`} className={styles.hit} onClick={onOpen}>
        <span className={styles.line}>
          <span className={styles.title}>{message === null ? pieces : title}</span>
          <time dateTime={at}>{new Date(at).toLocaleDateString(i18n.language, { dateStyle: 'medium' })}</time>
        </span>
        {message !== null && <span className={styles.snippet}>{pieces}</span>}
      </Link>
    </li>
  );
}
