import { useCallback, useEffect, useReducer, useRef } from 'react';
import { contentUrl } from '@/features/pictures/urls';
import { randomId } from '@/lib/ids';
import type { StoredAttachment } from '@/api/types';
import { type Draft, EMPTY, loadDraft, pictureFrom, reduceDraft, saveDraft } from './draft';
import { upload } from './upload';

/** A message that is being written: its text, its pictures and their uploads. Kept over reloads. */
export function useDraft(conversation: string | null) {
  const [draft, dispatch] = useReducer(reduceDraft, conversation, (id) => loadDraft(id, contentUrl));
  const uploads = useRef(new Map<string, AbortController>());

  useEffect(() => {
    const later = setTimeout(() => saveDraft(conversation, draft), 250);
    return () => clearTimeout(later);
  }, [conversation, draft]);

  // Whoever leaves before the pause is over loses nothing either.
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  }, [draft]);
  useEffect(() => () => saveDraft(conversation, latest.current), [conversation]);

  const addFiles = useCallback((files: Iterable<File>) => {
    for (const file of files) {
      const key = randomId();
      const abort = new AbortController();
      uploads.current.set(key, abort);
      const preview = URL.createObjectURL(file);
      dispatch({ type: 'add', picture: { key, name: file.name, preview, progress: 0, attachment: null, error: null } });
      upload(file, abort.signal, (progress) => dispatch({ type: 'change', key, change: { progress } }))
        .then(
          (attachment) => dispatch({ type: 'change', key, change: { attachment, progress: 1 } }),
          (error: unknown) => dispatch({ type: 'change', key, change: { error: error instanceof Error ? error.message : String(error) } }),
        )
        .finally(() => uploads.current.delete(key));
    }
  }, []);

  const remove = useCallback((key: string) => {
    uploads.current.get(key)?.abort();
    dispatch({ type: 'remove', key });
  }, []);

  const addStored = useCallback((attachment: StoredAttachment) => {
    dispatch({ type: 'add', picture: { ...pictureFrom(attachment, contentUrl), key: randomId() } });
  }, []);

  const write = useCallback((text: string) => dispatch({ type: 'write', text }), []);
  const move = useCallback((key: string, to: number) => dispatch({ type: 'move', key, to }), []);
  const replace = useCallback(
    (next: Draft) => {
      dispatch({ type: 'replace', draft: next });
      saveDraft(conversation, next);
    },
    [conversation],
  );
  const clear = useCallback(() => replace(EMPTY), [replace]);

  return { draft, addFiles, addStored, remove, write, move, replace, clear };
}

export type DraftState = ReturnType<typeof useDraft>;
