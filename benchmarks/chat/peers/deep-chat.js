// deep-chat as its documentation sets it up for streams and coloured code.
import 'deep-chat';
import hljs from 'highlight.js/lib/common';
import 'highlight.js/styles/github.css';
import { answer } from './stream.js';

window.hljs = hljs;
const chat = document.createElement('deep-chat');
chat.style.width = '100%';
chat.style.height = '95vh';
chat.connect = {
  stream: true,
  handler: async (_body, signals) => {
    signals.onOpen();
    for await (const text of answer()) {
      signals.onResponse({ text });
    }
    signals.onClose();
  },
};
document.querySelector('#root').append(chat);
setTimeout(() => chat.submitUserMessage({ text: 'Describe the chart.' }), 2000);
