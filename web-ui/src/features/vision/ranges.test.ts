import { describe, expect, it } from 'vitest';
import { partsOf } from './ranges';

const textsOf = (text: string) => partsOf(text, 'en').map(({ from, to }) => text.slice(from, to));

describe('parts of an answer', () => {
  it('are its sentences, without the space between', () => {
    expect(textsOf('A red square.  It is small!\n\nIs it 3.5 cm wide?')).toEqual(['A red square.', 'It is small!', 'Is it 3.5 cm wide?']);
  });

  it('are the clauses of a single sentence', () => {
    expect(textsOf('There is a brown square, a yellow square and 1,000 stars.')).toEqual(['There is a brown square,', 'a yellow square and 1,000 stars.']);
  });

  it('have words', () => {
    expect(textsOf('---\n\nOne.\n\n***\n\nTwo.\n')).toEqual(['One.', 'Two.']);
    expect(partsOf('', 'en')).toEqual([]);
  });

  it('are joined where there are too many to ask for', () => {
    const parts = partsOf('This is one. '.repeat(100), 'en');
    expect(parts).toHaveLength(50);
    expect(parts[1]).toEqual({ from: 26, to: 51 });
  });
});
