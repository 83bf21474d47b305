import type { ReactNode } from 'react';
import list from './list.module.css';

/** What stands above a column; what is hidden is only read aloud. */
type Head = string | { text: string; is: 'number' | 'hidden' };

interface Props {
  title: string;
  heads: readonly Head[];
  /** Whether rows become cards on a phone. */
  stacks?: boolean;
  /** The rows. */
  children: ReactNode;
}

/** The table of a list. */
export function ListTable({ title, heads, stacks = true, children }: Props) {
  return (
    <div className={list.scroller}>
      <table className={stacks ? `${list.table} ${list.stack}` : list.table}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {heads.map((head) => {
              const { text, is } = typeof head === 'string' ? { text: head, is: null } : head;
              return (
                <th key={text} scope="col" className={is === 'number' ? list.number : undefined}>
                  {is === 'hidden' ? <span className="visually-hidden">{text}</span> : text}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
