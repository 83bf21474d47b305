import { lazy, Suspense } from 'react';
import styles from './Markdown.module.css';
import type { MarkdownProps } from './MarkdownDocument';

const load = () => import('./MarkdownDocument');
const MarkdownDocument = lazy(load);

/** Fetches what shows Markdown, before there is any to show. */
export function preloadMarkdown(): void {
  void load();
}

/** Markdown, shown as plain text for the moment in which its reader is being loaded. */
export function Markdown(props: MarkdownProps) {
  return (
    <Suspense fallback={<div className={styles.plain}>{props.text}</div>}>
      <MarkdownDocument {...props} />
    </Suspense>
  );
}
