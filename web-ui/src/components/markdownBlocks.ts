import { lexer } from 'marked';

/** How many blocks at the end may still change when text is added: a list may take in what follows it. */
const OPEN = 2;

/** Splits a growing Markdown text into its top-level blocks. What was split once is not read again. */
export class BlockSplitter {
  #text = '';
  #blocks: readonly string[] = [];

  split(text: string): readonly string[] {
    const kept = text.startsWith(this.#text) ? this.#blocks.slice(0, -OPEN) : [];
    const read = kept.reduce((length, block) => length + block.length, 0);
    const blocks = [...kept, ...blocksOf(text.slice(read))];
    // The lexer normalises some spaces; then its pieces do not add up to the text and cannot be counted on.
    const whole = blocks.join('') === text;
    this.#text = whole ? text : '';
    this.#blocks = whole ? blocks : [];
    return blocks;
  }
}

function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  for (const token of lexer(text, { gfm: true })) {
    if (token.type === 'space' && blocks.length > 0) {
      blocks.push(`${blocks.pop() ?? ''}${token.raw}`);
    } else {
      blocks.push(token.raw);
    }
  }
  return blocks;
}
