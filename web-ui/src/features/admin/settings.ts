import type { Settings } from './api';

/** Settings as lines of `key: value`. */
export function textOfSettings(settings: Settings): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n');
}

/** Reads such lines; a line without a key is told by its number. */
export function readSettings(text: string): { settings: Settings } | { line: number } {
  const settings: Settings = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') {
      continue;
    }
    const [, key, value] = /^\s*([^:=\s]+)\s*[:=]\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || value === undefined) {
      return { line: index + 1 };
    }
    settings[key] = value;
  }
  return { settings };
}
