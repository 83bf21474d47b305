import { lazy, type ReactNode, Suspense } from 'react';
import { useRoute } from 'wouter';
import { useMe } from './useMe';

const LoginPage = lazy(() => import('./LoginPage'));
const LinkPage = lazy(() => import('./LinkPage'));

/** Lets in who is logged in, and everybody where nobody has to. */
export function Gate({ children }: { children: ReactNode }) {
  const me = useMe();
  const [isInvitation, invitation] = useRoute('/invitations/:token');
  const [isReset, reset] = useRoute('/password-reset/:token');
  if (isInvitation || isReset) {
    return (
      <Suspense fallback={null}>
        <LinkPage token={(isInvitation ? invitation.token : reset?.token) ?? ''} isInvitation={isInvitation} />
      </Suspense>
    );
  }
  if (me === null) {
    return (
      <Suspense fallback={null}>
        <LoginPage />
      </Suspense>
    );
  }
  return children;
}
