import { lazy, Suspense } from 'react';
import { useRoute } from 'wouter';
import { Gate } from '@/features/account/Gate';
import { App } from './App';

const SharedPage = lazy(() => import('@/features/share/SharedPage'));

/** What was shared is open to whoever has its link; everything else may need a login. */
export function Entry() {
  const [isShared, params] = useRoute('/shared/:token');
  return isShared ? (
    <Suspense fallback={null}>
      <SharedPage token={params.token} />
    </Suspense>
  ) : (
    <Gate>
      <App />
    </Gate>
  );
}
