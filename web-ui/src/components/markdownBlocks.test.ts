import { describe, expect, it } from 'vitest';
import { BlockSplitter } from './markdownBlocks';

const text = [
  '# A heading\n\nA paragraph with **bold**\nover two lines.\n\n',
  '- a list\n- of two\n\n  with a paragraph\n\n',
  '```java\nint x = 1;\n\nint y = 2;\n```\n\n',
  '| a | b |\n| --- | --- |\n| 1 | 2 |\n\n',
  '> a quote\n\nThe end.',
].join('');

describe('BlockSplitter', () => {
  it('gives the same blocks for a text that grew as for the whole', () => {
    const growing = new BlockSplitter();
    for (let length = 1; length <= text.length; length++) {
      const sofar = text.slice(0, length);
      expect(growing.split(sofar)).toEqual(new BlockSplitter().split(sofar));
    }
    expect(growing.split(text).length).toBeGreaterThan(5);
  });

  it('begins anew for another text', () => {
    const splitter = new BlockSplitter();
    splitter.split(text);
    expect(splitter.split('Other.')).toEqual(['Other.']);
  });
});
