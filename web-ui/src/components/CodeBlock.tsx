import { ChartNetwork, Check, CodeXml, Copy } from 'lucide-react';
import { type ComponentProps, isValidElement, lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '@/lib/clipboard';
import { IconButton } from './Button';
import styles from './Markdown.module.css';

const HighlightedCode = lazy(() => import('./HighlightedCode'));
const Diagram = lazy(() => import('./Diagram'));

/**
 * A code block of an answer: coloured once it has stopped growing, to be copied at any time. One that describes a diagram
 * is drawn then, and shown as code where it cannot be.
 */
export function CodeBlock({ children }: ComponentProps<'pre'>) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const [asCode, setAsCode] = useState(false);
  const [undrawn, setUndrawn] = useState<string | null>(null);
  const { language, code } = partsOf(children);
  const settled = useSettled(code);
  const onFailure = useCallback(() => setUndrawn(code), [code]);
  const isDiagram = language === 'mermaid' && settled && undrawn !== code;

  const copy = async () => {
    setCopied(await copyText(code));
    setTimeout(() => setCopied(false), 1500);
  };
  const text = (
    // It scrolls; the focus lets the keyboard do so.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre tabIndex={0} dir="ltr">
      {settled && language !== undefined ? (
        <Suspense fallback={<code>{code}</code>}>
          <HighlightedCode language={language} code={code} />
        </Suspense>
      ) : (
        <code>{code}</code>
      )}
    </pre>
  );
  return (
    <figure className={styles.code}>
      <figcaption>
        <span>{isDiagram && !asCode ? t('markdown.diagram') : (language ?? t('markdown.code'))}</span>
        <span>
          {isDiagram && (
            <IconButton
              size="small"
              label={asCode ? t('markdown.showDiagram') : t('markdown.showCode')}
              icon={asCode ? <ChartNetwork size={15} /> : <CodeXml size={15} />}
              onClick={() => setAsCode(!asCode)}
            />
          )}
          <IconButton
            size="small"
            label={copied ? t('chat.copied') : t('markdown.copyCode')}
            icon={copied ? <Check size={15} /> : <Copy size={15} />}
            onClick={copy}
          />
        </span>
      </figcaption>
      {isDiagram && !asCode ? (
        <Suspense fallback={text}>
          <Diagram code={code} fallback={text} onFailure={onFailure} />
        </Suspense>
      ) : (
        text
      )}
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
