import { lazy, Suspense } from 'react';
import type { NameFormProps } from './NameForm';

const NameForm = lazy(() => import('./NameForm'));

/** Asks for a name; what that needs is loaded when it is needed. */
export function NameDialog({ open, ...form }: NameFormProps & { open: boolean }) {
  return (
    open && (
      <Suspense fallback={null}>
        <NameForm {...form} />
      </Suspense>
    )
  );
}
