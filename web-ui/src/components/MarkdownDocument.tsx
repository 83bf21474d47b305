import { lazy, memo, Suspense, useMemo, useState } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import remend from 'remend';
import { CodeBlock } from './CodeBlock';
import { hasFormulas, withDollars } from './formulas';
import styles from './Markdown.module.css';
import { BlockSplitter } from './markdownBlocks';

export interface MarkdownProps {
  text: string;
  growing?: boolean;
}

const MathBlock = lazy(() => import('./MathBlock'));
const plugins = [remarkGfm];

const components: Components = {
  pre: CodeBlock,
  // A wide table scrolls within itself; the focus lets the keyboard do so.
  table: ({ node, ...rest }) => (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.table} tabIndex={0} role="group">
      <table {...rest} />
    </div>
  ),
  a: ({ node, children, ...rest }) => (
    <a {...rest} target="_blank" rel="noreferrer noopener nofollow">
      {children}
    </a>
  ),
  // A model must not make a reader's browser call another server: pictures in answers become links.
  img: ({ src, alt }) => {
    const address = typeof src === 'string' ? src : '';
    return (
      <a href={address} target="_blank" rel="noreferrer noopener nofollow">
        {alt === undefined || alt === '' ? address : alt}
      </a>
    );
  },
};

const Block = memo(function Block({ text }: { text: string }) {
  const plain = (
    <ReactMarkdown remarkPlugins={plugins} components={components}>
      {text}
    </ReactMarkdown>
  );
  return hasFormulas(text) ? (
    <Suspense fallback={plain}>
      <MathBlock text={withDollars(text)} components={components} />
    </Suspense>
  ) : (
    plain
  );
});

/**
 * Markdown that may still be growing. It is shown block by block, and only the last one is read again when text is
 * added; what is begun in it (bold, code, a link) is closed so that it never flashes as plain signs. HTML in it is
 * shown as text.
 */
export default function MarkdownDocument({ text, growing = false }: MarkdownProps) {
  const [splitter] = useState(() => new BlockSplitter());
  const blocks = useMemo(() => splitter.split(text), [splitter, text]);
  return (
    <div className={styles.markdown} dir="auto">
      {blocks.map((block, index) => (
        // A block stays where it is: its place is its identity.
        <Block key={index} text={growing && index === blocks.length - 1 ? remend(block) : block} />
      ))}
    </div>
  );
}
