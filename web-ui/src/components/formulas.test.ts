import { describe, expect, it } from 'vitest';
import { hasFormulas, withDollars } from './formulas';

describe('hasFormulas', () => {
  it.each(['The area is $a^2$.', '$$\nx = 1\n$$', 'so \\(x\\)', '\\[ y \\]', 'twice $2x + 1$ more'])('sees %j', (text) => {
    expect(hasFormulas(text)).toBe(true);
  });

  it.each(['It costs $5 or $10.', 'from $5 to $10, then $3', 'plain', '```sh\necho $HOME $PATH\n```'])('leaves %j alone', (text) => {
    expect(hasFormulas(text)).toBe(false);
  });
});

describe('withDollars', () => {
  it('takes the signs of LaTeX for dollars', () => {
    expect(withDollars('a \\( x \\) b')).toBe('a $x$ b');
    expect(withDollars('$a^2$, and $5 or $10.')).toBe('$a^2$, and \\$5 or \\$10.');
    expect(withDollars('$5 + x$')).toBe('$5 + x$');
    expect(withDollars('\\[ y \\]').trim()).toBe('$$\ny\n$$');
  });
});
