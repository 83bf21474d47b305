import { describe, expect, it } from 'vitest';
import { manifestJson, parseManifest } from './api';

describe('manifest', () => {
  it('keeps every digit of a seed, in what is shown and in what is copied', () => {
    const manifest = parseManifest('{"runs":[{"seed":-272993224269340674},{"seed":null}]}');
    expect(manifest.runs.map((run) => run.seed)).toEqual(['-272993224269340674', null]);
    expect(manifestJson(manifest)).toContain('"seed": -272993224269340674\n');
    expect(manifestJson(manifest)).toContain('"seed": null');
  });
});
