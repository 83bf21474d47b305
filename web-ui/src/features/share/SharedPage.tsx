import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Problem } from '@/api/http';
import { Button } from '@/components/Button';
import { AnswerView } from '@/features/chat/AnswerView';
import chat from '@/features/chat/chat.module.css';
import { QuestionView } from '@/features/chat/QuestionView';
import { branchOf } from '@/features/chat/tree';
import { PictureSourceContext } from '@/features/pictures/PictureSource';
import { picturesOfShare, shareApi } from './api';
import styles from './share.module.css';

const NO_CHOICES = new Map<string | null, string>();

/** A conversation as it was when it was shared, for whoever has its link. It can be read, and nothing else. */
export default function SharedPage({ token }: { token: string }) {
  const { t, i18n } = useTranslation(['share', 'translation']);
  const shared = useQuery({
    queryKey: ['shared', token],
    queryFn: ({ signal }) => shareApi.read(token, signal),
    staleTime: Infinity,
    retry: (count, error) => !(error instanceof Problem) && count < 2,
  });
  const pictures = useMemo(() => picturesOfShare(token), [token]);
  const messages = shared.data?.messages;
  const branch = useMemo(() => branchOf(messages ?? [], NO_CHOICES), [messages]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Link href="/" className={styles.brand}>
          <img src="/icon.svg" alt="" width={24} height={24} />
          {t('translation:app.name')}
        </Link>
        {shared.isSuccess && (
          <>
            <h1>{shared.data.title}</h1>
            <span className={styles.quiet}>{t('shared', { day: new Date(shared.data.updatedAt).toLocaleDateString(i18n.language, { dateStyle: 'long' }) })}</span>
          </>
        )}
      </header>
      <main className={styles.main}>
        {shared.isSuccess && (
          <PictureSourceContext value={pictures}>
            {/* It scrolls; the focus lets the keyboard do so. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <div className={chat.viewport} role="region" aria-label={t('translation:chat.thread')} tabIndex={0}>
              <div className={chat.thread}>
                {branch.map(({ message, siblings }, index) =>
                  message.role === 'user' ? (
                    <QuestionView key={message.id} message={message} siblings={siblings} />
                  ) : (
                    <AnswerView key={message.id} message={message} siblings={siblings} isLast={index === branch.length - 1} />
                  ),
                )}
              </div>
            </div>
          </PictureSourceContext>
        )}
        {shared.isError && (
          <div className={styles.gone}>
            <h1>{t('gone')}</h1>
            <p>{shared.error instanceof Problem ? t('goneHint') : shared.error.message}</p>
            {!(shared.error instanceof Problem) && <Button onClick={() => void shared.refetch()}>{t('translation:app.retry')}</Button>}
          </div>
        )}
      </main>
    </div>
  );
}
