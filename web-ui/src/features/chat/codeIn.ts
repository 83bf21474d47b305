/** The contents of a Markdown text's fenced code blocks, with a blank line between them. */
export function codeIn(text: string): string {
  return Array.from(text.matchAll(/^( {0,3})(`{3,}|~{3,})[^\n]*\n([\s\S]*?)^ {0,3}\2[ \t]*$/gm), (match) => (match[3] ?? '').trimEnd()).join('\n\n');
}
