import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './app/tokens.css';
import './app/base.css';
import { Entry } from './app/Entry';
import { ErrorPage } from './app/ErrorPage';
import { preloadMarkdown } from './components/Markdown';
import { Toasts } from './components/toasts';
import { followOtherTabs, settleAnswer } from './features/chat/cache';
import { LiveAnswers } from './features/chat/liveAnswers';
import { LiveAnswersContext } from './features/chat/LiveAnswersContext';
import { startTranslation } from './i18n';
import { stayAboveKeyboard } from './lib/keyboard';

const client = new QueryClient({ defaultOptions: { queries: { staleTime: 15_000, retry: 2 } } });
const answers = new LiveAnswers((generation, answer) => settleAnswer(client, generation, answer));
followOtherTabs(client);
const root = document.getElementById('root');

await startTranslation();
setTimeout(preloadMarkdown, 300);
stayAboveKeyboard(window.visualViewport);
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={client}>
          <LiveAnswersContext value={answers}>
            <Tooltip.Provider delay={500}>
              <ErrorPage>
                <Entry />
              </ErrorPage>
              <Toasts />
            </Tooltip.Provider>
          </LiveAnswersContext>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
