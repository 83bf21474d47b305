import { X } from 'lucide-react';
import { type SyntheticEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import field from '@/components/field.module.css';
import styles from './TagsDialog.module.css';
import { useTags } from './useTags';

interface TagsDialogProps {
  tags: readonly string[];
  onClose: () => void;
  onSave: (tags: string[]) => void;
}

/** Gives a conversation its tags. Enter adds what is written; those that there are already are suggested. */
export default function TagsDialog({ tags: before, onClose, onSave }: TagsDialogProps) {
  const { t } = useTranslation();
  const known = useTags();
  const id = useId();
  const [tags, setTags] = useState<readonly string[]>(before);
  const [written, setWritten] = useState('');
  const all = written.trim() === '' || tags.includes(written.trim()) ? tags : [...tags, written.trim()];
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (written.trim() === '') {
      onSave([...tags]);
      onClose();
    } else {
      setTags(all);
      setWritten('');
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('conversations.tags')}>
      <form onSubmit={submit}>
        {tags.length > 0 && (
          <ul className={styles.tags} aria-label={t('conversations.tags')}>
            {tags.map((tag) => (
              <li key={tag}>
                {tag}
                <IconButton size="small" label={t('conversations.removeTag', { name: tag })} icon={<X size={14} />} onClick={() => setTags(tags.filter((each) => each !== tag))} />
              </li>
            ))}
          </ul>
        )}
        <label className={field.label} htmlFor={id}>
          {t('conversations.newTag')}
        </label>
        <input id={id} className={field.input} list={`${id}-known`} value={written} maxLength={50} autoComplete="off" aria-describedby={`${id}-help`} onChange={(event) => setWritten(event.target.value)} autoFocus />
        <datalist id={`${id}-known`}>
          {known.filter(({ name }) => !tags.includes(name)).map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <p className={field.help} id={`${id}-help`}>
          {t('conversations.tagHelp')}
        </p>
        <DialogActions>
          <Button kind="quiet" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button
            kind="primary"
            onClick={() => {
              onSave([...all]);
              onClose();
            }}
          >
            {t('app.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
