import { afterEach, describe, expect, it } from 'vitest';
import { axisOf, forward, takesSwipes } from './swipe';

describe('axisOf', () => {
  it('does not decide before the finger has moved plainly', () => {
    expect(axisOf(6, 2)).toBe('unclear');
  });

  it('takes a slanted movement for scrolling', () => {
    expect(axisOf(20, 18)).toBe('scroll');
    expect(axisOf(-3, -40)).toBe('scroll');
  });

  it('takes a sideways movement for a swipe', () => {
    expect(axisOf(30, 8)).toBe('swipe');
    expect(axisOf(-30, 8)).toBe('swipe');
  });
});

describe('forward', () => {
  afterEach(() => {
    document.dir = 'ltr';
  });

  it('turns round where one reads from right to left', () => {
    expect(forward(40)).toBe(40);
    document.dir = 'rtl';
    expect(forward(40)).toBe(-40);
  });
});

describe('takesSwipes', () => {
  it('leaves boxes to write in to themselves', () => {
    document.body.innerHTML = '<main><p>text</p><textarea></textarea></main>';
    const main = document.querySelector('main') as Element;
    expect(takesSwipes(document.querySelector('textarea'), main)).toBe(true);
    expect(takesSwipes(document.querySelector('p'), main)).toBe(false);
  });
});
