import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import { common, createLowlight } from 'lowlight';
import { Fragment, useMemo } from 'react';
import { jsx, jsxs } from 'react/jsx-runtime';
import './highlight.css';

const lowlight = createLowlight(common);

/** Code in the colours of its language. Loaded only where there is code. */
export default function HighlightedCode({ language, code }: { language: string; code: string }) {
  const tree = useMemo(() => (lowlight.registered(language) ? lowlight.highlight(language, code) : null), [language, code]);
  return <code className="hljs">{tree === null ? code : toJsxRuntime(tree, { Fragment, jsx, jsxs })}</code>;
}
