import { Check, Copy } from 'lucide-react';
import { type ComponentProps, isValidElement, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '@/lib/clipboard';
import { IconButton } from './Button';
import styles from './Markdown.module.css';

const HighlightedCode = lazy(() => import('./HighlightedCode'));

/** A code block of an answer: coloured once it has stopped growing, to be copied at any time. */
export function CodeBlock({ children }: ComponentProps<'pre'>) {
  const { t } = useTranslation();
  const pre = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState(false);
  const { language, code } = partsOf(children);
  const settled = useSettled(code);

  const copy = async () => {
    setCopied(await copyText(code));
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <figure className={styles.code}>
      <figcaption>
        <span>{language ?? t('markdown.code')}</span>
        <IconButton
          size="small"
          label={copied ? t('chat.copied') : t('markdown.copyCode')}
          icon={copied ? <Check size={15} /> : <Copy size={15} />}
          onClick={copy}
        />
      </figcaption>
      {/* It scrolls; the focus lets the keyboard do so. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre ref={pre} tabIndex={0} dir="ltr">
        {settled && language !== undefined ? (
          <Suspense fallback={<code>{code}</code>}>
            <HighlightedCode language={language} code={code} />
          </Suspense>
        ) : (
          <code>{code}</code>
        )}
      </pre>
    </figure>
  );
}

/** Whether a text has not changed for a moment. */
function useSettled(text: string): boolean {
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const later = setTimeout(() => setSettled(text), 150);
    return () => clearTimeout(later);
  }, [text]);
  return settled === text;
}

function partsOf(children: unknown): { language: string | undefined; code: string } {
  if (!isValidElement<{ className?: string; children?: unknown }>(children)) {
    return { language: undefined, code: typeof children === 'string' ? children : '' };
  }
  const { className, children: code } = children.props;
  return { language: /language-(\S+)/.exec(className ?? '')?.[1], code: typeof code === 'string' ? code : '' };
}
