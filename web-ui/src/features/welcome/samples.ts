/** Pictures to try at once, with questions that the demo model answers well. */
export const samples = [
  { name: 'shapes', question: 'Which shapes are in this picture?' },
  { name: 'chart', question: 'Which bar is the highest?' },
  { name: 'text', question: 'What does the text say?' },
  { name: 'counting', question: 'How many shapes are there?' },
] as const;

export type Sample = (typeof samples)[number];

export function sampleUrl(name: Sample['name']): string {
  return `/samples/${name}.png`;
}
