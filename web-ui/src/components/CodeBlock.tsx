import { Check, Copy } from 'lucide-react';
import { type ComponentProps, isValidElement, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '@/lib/clipboard';
import { IconButton } from './Button';
import styles from './Markdown.module.css';

export function CodeBlock({ children }: ComponentProps<'pre'>) {
  const { t } = useTranslation();
  const pre = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState(false);
  const language = languageOf(children);

  const copy = async () => {
    setCopied(await copyText(pre.current?.textContent ?? ''));
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
        {children}
      </pre>
    </figure>
  );
}

function languageOf(children: unknown): string | undefined {
  if (!isValidElement<{ className?: string }>(children)) {
    return undefined;
  }
  return /language-(\S+)/.exec(children.props.className ?? '')?.[1];
}
