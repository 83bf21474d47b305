import type { TextRange } from './api';

const MOST = 63;

/** The sentences of an answer; the clauses where there is but one. At most 63, so neighbours of a long text are joined. */
export function partsOf(text: string, language: string): TextRange[] {
  const sentences = trimmed(text, lengthsOf(new Intl.Segmenter(language, { granularity: 'sentence' }), text));
  const parts = sentences.length > 1 ? sentences : trimmed(text, text.split(/(?<=[,;:，；：、])(?=\s|[^\d\s])/u).map((clause) => clause.length));
  const joined = Math.ceil(parts.length / MOST);
  return Array.from({ length: Math.ceil(parts.length / joined) || 0 }, (_, index) => {
    const group = parts.slice(index * joined, (index + 1) * joined);
    return { from: group[0]?.from ?? 0, to: group.at(-1)?.to ?? 0 };
  });
}

function lengthsOf(segmenter: Intl.Segmenter, text: string): number[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment.length);
}

/** Without the space around them, and without those that have no word. */
function trimmed(text: string, lengths: number[]): TextRange[] {
  const ranges: TextRange[] = [];
  let at = 0;
  for (const length of lengths) {
    const piece = text.slice(at, at + length);
    if (/[\p{L}\p{N}]/u.test(piece)) {
      const from = at + piece.length - piece.trimStart().length;
      ranges.push({ from, to: from + piece.trim().length });
    }
    at += length;
  }
  return ranges;
}
