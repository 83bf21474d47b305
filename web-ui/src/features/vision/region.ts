import type { Region } from './api';

interface Size {
  width: number;
  height: number;
}

interface Point {
  x: number;
  y: number;
}

const between = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

/** The middle of a picture. */
export function middleOf({ width, height }: Size): Region {
  return within({ x: width / 4, y: height / 4, width: width / 2, height: height / 2 }, { width, height });
}

/** A region in whole pixels that lies in the picture. */
export function within(region: Region, { width, height }: Size): Region {
  const wide = between(Math.round(region.width), 1, width);
  const high = between(Math.round(region.height), 1, height);
  return {
    x: between(Math.round(region.x), 0, width - wide),
    y: between(Math.round(region.y), 0, height - high),
    width: wide,
    height: high,
  };
}

/** The region with two opposite corners. */
export function spanned(one: Point, other: Point, size: Size): Region {
  const a = { x: between(one.x, 0, size.width), y: between(one.y, 0, size.height) };
  const b = { x: between(other.x, 0, size.width), y: between(other.y, 0, size.height) };
  return within(
    { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) },
    size,
  );
}

/** What a key makes of a region; undefined for a key that does nothing. */
export function pressed(key: string, resize: boolean, fine: boolean, region: Region, size: Size): Region | undefined {
  const step = fine ? 1 : Math.max(1, Math.round(Math.max(size.width, size.height) / 50));
  const move: Point | undefined = {
    ArrowLeft: { x: -step, y: 0 },
    ArrowRight: { x: step, y: 0 },
    ArrowUp: { x: 0, y: -step },
    ArrowDown: { x: 0, y: step },
  }[key];
  if (move === undefined) {
    return undefined;
  }
  if (!resize) {
    return within({ ...region, x: region.x + move.x, y: region.y + move.y }, size);
  }
  return {
    ...region,
    width: between(region.width + move.x, 1, size.width - region.x),
    height: between(region.height + move.y, 1, size.height - region.y),
  };
}
