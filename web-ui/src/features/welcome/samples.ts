/** Pictures to try at once, with questions that the demo model answers well; `from` is what of a picture is shown where its shape is not the card's. */
export const samples = [
  { name: 'shapes', question: 'Which shapes are in this picture?', from: 'top' },
  { name: 'chart', question: 'Which bar is the highest?', from: 'all' },
  { name: 'text', question: 'What does the text say?', from: 'middle' },
  { name: 'counting', question: 'How many shapes are there?', from: 'top' },
] as const;

export type Sample = (typeof samples)[number];

export function sampleUrl(name: Sample['name']): string {
  return `/samples/${name}.png`;
}
