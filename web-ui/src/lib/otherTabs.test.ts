import { describe, expect, it, vi } from 'vitest';
import { onOtherTabs } from './otherTabs';

const other = new BroadcastChannel('azulejo');

describe('other tabs', () => {
  it('are heard once however much they change, until nobody listens', async () => {
    const changed = vi.fn();
    const stop = onOtherTabs(changed);
    other.postMessage('changed');
    other.postMessage('changed');
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
    stop();
    other.postMessage('changed');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
