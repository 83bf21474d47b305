import type { LucideIcon } from 'lucide-react';
import { Button } from './Button';
import list from './list.module.css';

interface Props {
  about: string;
  /** How to add to the list, where one can. */
  add?: { text: string; icon: LucideIcon; onClick: () => void };
  error: Error | null;
}

/** What stands above a list: what it is, how to add to it, and why it cannot be read. */
export function ListHead({ about, add, error }: Props) {
  return (
    <>
      <div className={list.intro}>
        <p>{about}</p>
        {add !== undefined && (
          <Button kind="primary" onClick={add.onClick}>
            <add.icon size={16} aria-hidden="true" />
            {add.text}
          </Button>
        )}
      </div>
      {error !== null && (
        <p className={list.problem} role="alert">
          {error.message}
        </p>
      )}
    </>
  );
}
