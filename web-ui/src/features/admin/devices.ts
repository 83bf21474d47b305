import type { DevicePlacement } from './api';

export interface DeviceShare {
  device: string;
  bytes: number;
  /** The parts of the model that lie there, layers in a row as one. */
  parts: { name: string; bytes: number }[];
}

/** What lies on each device, in the order in which the model passes through them. */
export function devicesOf(plan: readonly DevicePlacement[]): DeviceShare[] {
  const devices = new Map<string, DeviceShare>();
  let run: { prefix: string; first: number; last: number; device: string } | undefined;
  for (const { device, module, bytes } of plan) {
    const share = devices.get(device) ?? { device, bytes: 0, parts: [] };
    devices.set(device, share);
    share.bytes += bytes;
    const [, prefix, number] = /^(.*\.)(\d+)$/.exec(module) ?? [];
    const layer = Number(number);
    const before = share.parts.at(-1);
    if (prefix !== undefined && before !== undefined && run?.prefix === prefix && run.device === device && run.last + 1 === layer) {
      run.last = layer;
      before.name = `${prefix}${run.first}–${layer}`;
      before.bytes += bytes;
    } else {
      run = prefix === undefined ? undefined : { prefix, first: layer, last: layer, device };
      share.parts.push({ name: module, bytes });
    }
  }
  return [...devices.values()];
}

export function isDevicePlan(value: unknown): value is DevicePlacement[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'object' && each !== null && 'device' in each && 'bytes' in each);
}
