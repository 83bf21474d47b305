import { describe, expect, it } from 'vitest';
import { formOf, isInUse, parametersOf } from './presets';

const brief = { id: '1', name: 'Brief', system: 'Be brief.', model: 'demo', options: { temperature: 0, stop: ['x'] } };

describe('presets', () => {
  it('set what the page has a control for', () => {
    expect(parametersOf(brief)).toEqual({ temperature: 0, system: 'Be brief.' });
  });

  it('keep what is set, and nothing else', () => {
    expect(formOf({ system: undefined as never, temperature: 0.5, seed: undefined as never }, null)).toEqual({
      system: null,
      model: null,
      options: { temperature: 0.5 },
    });
  });

  it('are in use while nothing of them is changed', () => {
    expect(isInUse(brief, parametersOf(brief), 'demo')).toBe(true);
    expect(isInUse(brief, parametersOf(brief), 'another')).toBe(false);
    expect(isInUse(brief, { ...parametersOf(brief), top_p: 0.5 }, 'demo')).toBe(false);
  });
});
