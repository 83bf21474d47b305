import { describe, expect, it } from 'vitest';
import type { Backend } from './api';
import { LOAD_PERIOD, loadOf, withSamples } from './load';

const telling = (models: Record<string, unknown>, name = 'one'): Backend => ({
  name,
  type: 'embedded-libtorch',
  source: 'configuration',
  state: 'ready',
  problem: null,
  progress: null,
  loadingSince: null,
  settings: {},
  models: {},
  serving: [],
  health: { ready: true, message: null, details: { models } },
});

describe('the load of a backend', () => {
  it('is that of its models together', () => {
    expect(loadOf(telling({ small: { running: 2, queued: 1 }, large: { running: 3, queued: 0 } }))).toEqual({ running: 5, queued: 1 });
  });

  it('is not known where nothing of it is told', () => {
    expect(loadOf(telling({ small: 'fine' }))).toBeNull();
    expect(loadOf({ health: null })).toBeNull();
  });
});

describe('the history of the load', () => {
  it('grows at its end, and forgets what is old and who is gone', () => {
    const first = withSamples({ gone: [{ at: 1, running: 1, queued: 1 }] }, [telling({ m: { running: 1, queued: 0 } })], 1000);
    const second = withSamples(first, [telling({ m: { running: 2, queued: 4 } })], 4000);
    expect(second).toEqual({ one: [{ at: 1000, running: 1, queued: 0 }, { at: 4000, running: 2, queued: 4 }] });
    expect(withSamples(second, [telling({})], 1000 + LOAD_PERIOD)).toEqual({ one: [{ at: 4000, running: 2, queued: 4 }] });
  });
});
