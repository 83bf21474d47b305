import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent } from 'react';
import { Button } from '@/components/Button';
import field from '@/components/field.module.css';
import styles from './account.module.css';
import type { Me } from './api';
import { ME } from './useMe';

interface AccountFormProps {
  title: string;
  about?: string;
  action: string;
  submit: () => Promise<Me>;
  onDone?: () => void;
  children: ReactNode;
}

/** A form whose success is a login. */
export function AccountForm({ title, about, action, submit, onDone, children }: AccountFormProps) {
  const client = useQueryClient();
  const sending = useMutation({
    mutationFn: submit,
    onSuccess: (me) => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== ME[0] });
      onDone?.();
      client.setQueryData(ME, me);
    },
  });
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    sending.mutate();
  };
  return (
    <main className={styles.page}>
      <form className={styles.form} onSubmit={onSubmit} aria-labelledby="account-title">
        <img src="/icon.svg" alt="" width={44} height={44} />
        <h1 id="account-title" className={styles.title}>
          {title}
        </h1>
        {about !== undefined && <p className={styles.about}>{about}</p>}
        {children}
        {sending.isError && (
          <p className={field.error} role="alert">
            {sending.error.message}
          </p>
        )}
        <Button type="submit" kind="primary" className={styles.submit} disabled={sending.isPending}>
          {action}
        </Button>
      </form>
    </main>
  );
}
