import { describe, expect, it } from 'vitest';
import { brightnessOf, colourOf } from './colours';

const luminance = ([red, green, blue]: [number, number, number]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

describe('colours of a map', () => {
  it('grow brighter with every step, so that no hue need be told from another', () => {
    for (let step = 1; step <= 100; step++) {
      expect(luminance(colourOf(step / 100))).toBeGreaterThan(luminance(colourOf((step - 1) / 100)));
    }
  });

  it('stay in their scale', () => {
    expect(colourOf(-1)).toEqual(colourOf(0));
    expect(colourOf(2)).toEqual([252, 255, 164]);
    expect(brightnessOf(0.25, 1)).toBe(0.5);
    expect(brightnessOf(0, 0)).toBe(0);
  });
});
