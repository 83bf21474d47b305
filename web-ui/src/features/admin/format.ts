const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytesIn(language: string, bytes: number): string {
  const unit = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** unit;
  return `${value.toLocaleString(language, { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 })} ${UNITS[unit] ?? ''}`;
}

/** A figure of a backend as it is told: bytes by their name, other numbers and words as they are. */
export function figureIn(language: string, name: string, value: unknown): string {
  if (typeof value === 'number') {
    return name.endsWith('bytes') ? bytesIn(language, value) : value.toLocaleString(language);
  }
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
