import { Component, type ReactNode } from 'react';
import { withTranslation, type WithTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import styles from '@/features/chat/chat.module.css';

interface State {
  failed: boolean;
}

/** What is shown where the page itself broke. */
class ErrorBoundary extends Component<WithTranslation & { children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    const { t, children } = this.props;
    if (!this.state.failed) {
      return children;
    }
    return (
      <main className={styles.missing}>
        <h1>{t('errors.unexpected')}</h1>
        <Button onClick={() => window.location.reload()}>{t('errors.reload')}</Button>
      </main>
    );
  }
}

export const ErrorPage = withTranslation()(ErrorBoundary);
