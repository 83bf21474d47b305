// assistant-ui with its Markdown package, as its documentation sets it up for tables, formulas and coloured code.
import { AssistantRuntimeProvider, MessagePrimitive, ThreadPrimitive, useLocalRuntime } from '@assistant-ui/react';
import { MarkdownTextPrimitive } from '@assistant-ui/react-markdown';
import 'highlight.js/styles/github.css';
import 'katex/dist/katex.min.css';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import rehypeHighlight from 'rehype-highlight';
import rehypeKatex from 'rehype-katex';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import { answer } from './stream.js';

const remarkPlugins = [remarkGfm, remarkMath];
const rehypePlugins = [rehypeKatex, rehypeHighlight];
const adapter = {
  async *run() {
    let text = '';
    for await (const piece of answer()) {
      text += piece;
      yield { content: [{ type: 'text', text }] };
    }
  },
};

const MarkdownText = () => <MarkdownTextPrimitive remarkPlugins={remarkPlugins} rehypePlugins={rehypePlugins} smooth />;

const AssistantMessage = () => (
  <MessagePrimitive.Root>
    <MessagePrimitive.Parts components={{ Text: MarkdownText }} />
  </MessagePrimitive.Root>
);
const UserMessage = () => (
  <MessagePrimitive.Root>
    <MessagePrimitive.Parts />
  </MessagePrimitive.Root>
);

function App() {
  const runtime = useLocalRuntime(adapter);
  useEffect(() => {
    const later = setTimeout(() => runtime.thread.append('Describe the chart.'), 2000);
    return () => clearTimeout(later);
  }, [runtime]);
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <ThreadPrimitive.Root style={{ height: '95vh', font: '15px/1.55 sans-serif' }}>
        <ThreadPrimitive.Viewport autoScroll style={{ height: '100%', overflowY: 'auto', maxWidth: 816, margin: '0 auto' }}>
          <ThreadPrimitive.Messages components={{ UserMessage, AssistantMessage }} />
        </ThreadPrimitive.Viewport>
      </ThreadPrimitive.Root>
    </AssistantRuntimeProvider>
  );
}

createRoot(document.querySelector('#root')).render(<App />);
