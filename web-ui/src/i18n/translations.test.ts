import { describe, expect, it } from 'vitest';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { zh } from './zh';

function variables(texts: object, path = ''): [string, string[]][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]): [string, string[]][] =>
    typeof value === 'object' && value !== null
      ? variables(value, `${path}${key}.`)
      : [[path + key, Array.from(String(value).matchAll(/\{\{(\w+)\}\}/g), (match) => match[1] ?? '').sort()]],
  );
}

describe('translations', () => {
  it.each([
    ['de', de],
    ['es', es],
    ['zh', zh],
  ])('%s fills in the same as English', (_language, texts) => {
    expect(variables(texts)).toEqual(variables(en));
  });

  const parts = import.meta.glob<{ default: object }>('./texts/*/*.ts', { eager: true });

  it.each(Object.keys(parts))('%s fills in the same as its English', (path) => {
    const english = parts[path.replace(/[a-z]+\.ts$/, 'en.ts')];
    expect(variables(parts[path]?.default ?? {})).toEqual(variables(english?.default ?? {}));
  });
});
