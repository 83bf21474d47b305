import { describe, expect, it } from 'vitest';
import { readSettings, textOfSettings } from './settings';

describe('settings as lines', () => {
  it('are read as they are written', () => {
    const settings = { path: '/models/a b', 'base-url': 'http://127.0.0.1:8000/v1', weights: 'int8' };
    expect(readSettings(textOfSettings(settings))).toEqual({ settings });
  });

  it('may be written with spaces, empty lines and equals signs', () => {
    expect(readSettings('  path = /models/x  \n\nweights:int8\n')).toEqual({ settings: { path: '/models/x', weights: 'int8' } });
  });

  it('need a key', () => {
    expect(readSettings('path: x\njust words\n')).toEqual({ line: 2 });
  });
});
