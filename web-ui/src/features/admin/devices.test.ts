import { describe, expect, it } from 'vitest';
import { devicesOf } from './devices';

describe('device map', () => {
  it('joins layers that follow each other on one device', () => {
    const layer = (number: number, device: string) => ({ device, module: `model.layers.${number}`, bytes: 10 });
    const plan = [{ device: 'cuda:0', module: 'vision', bytes: 5 }, layer(0, 'cuda:0'), layer(1, 'cuda:0'), layer(2, 'cuda:1'), layer(3, 'cuda:1'), layer(4, 'cuda:0')];
    expect(devicesOf(plan)).toEqual([
      {
        device: 'cuda:0',
        bytes: 35,
        parts: [
          { name: 'vision', bytes: 5 },
          { name: 'model.layers.0–1', bytes: 20 },
          { name: 'model.layers.4', bytes: 10 },
        ],
      },
      { device: 'cuda:1', bytes: 20, parts: [{ name: 'model.layers.2–3', bytes: 20 }] },
    ]);
  });
});
