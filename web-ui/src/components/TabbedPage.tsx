import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import styles from './TabbedPage.module.css';

export interface Tab {
  path: string;
  title: string;
  Page: () => ReactNode;
}

interface TabbedPageProps {
  title: string;
  lead?: ReactNode;
  tabs: readonly Tab[];
}

/** A page of several, each at an address of its own; what lies below that address belongs to it. */
export function TabbedPage({ title, lead, tabs }: TabbedPageProps) {
  const [location] = useLocation();
  const nav = useRef<HTMLElement>(null);
  const current = tabs.find(({ path }) => path === location) ?? tabs.slice(1).find(({ path }) => location.startsWith(`${path}/`)) ?? tabs[0];
  useEffect(() => {
    // On a phone they do not all fit.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current?.path]);
  if (current === undefined) {
    return null;
  }
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        {lead}
        <h1>{title}</h1>
        {tabs.length > 1 && (
          <nav className={styles.tabs} aria-label={title} ref={nav}>
            {tabs.map((each) => (
              <Link key={each.path} href={each.path} aria-current={each === current ? 'page' : undefined}>
                {each.title}
              </Link>
            ))}
          </nav>
        )}
      </header>
      {/* It scrolls; the focus lets the keyboard do so. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div key={current.path} className={styles.body} role="region" aria-label={current.title} tabIndex={0}>
        <div className={styles.column}>
          <current.Page />
        </div>
      </div>
    </div>
  );
}
