const FORMULA = /\$\$|\$(?![\s\d])[^$\n]*[^\s$]\$(?!\d)|\$\d[^$\n]*[\\^_=+*/][^$\n]*[^\s$]\$(?!\d)|\\\(|\\\[/;

/** A sum of money: no formula ends where the next dollar stands. */
const MONEY = /\$(?=\d[\d.,]*(?:\s[^$\n]*\s\$|[^$\n]*$))/gm;

/** Whether a block of Markdown has formulas. Sums of money are none. */
export function hasFormulas(block: string): boolean {
  return FORMULA.test(block) && !/^ {0,3}(```|~~~)/.test(block);
}

/** The same with formulas between dollars, where they stand between \( and \) or \[ and \]. */
export function withDollars(block: string): string {
  return block
    .replace(MONEY, '\\$')
    .replace(/\\\[([\s\S]*?)\\\]/g, (_, formula: string) => `\n$$\n${formula.trim()}\n$$\n`)
    .replace(/\\\(([\s\S]*?)\\\)/g, (_, formula: string) => `$${formula.trim()}$`);
}
