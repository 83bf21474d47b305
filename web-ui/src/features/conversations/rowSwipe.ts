/** How far a row is pulled until letting go pins, and until it deletes, in pixels. */
export const PIN_AT = 64;
export const DELETE_AT = 168;

export type Stage = 'none' | 'pin' | 'delete';

/** What letting go of a row does that was pulled so far. */
export function stageOf(pulled: number): Stage {
  return pulled >= DELETE_AT ? 'delete' : pulled >= PIN_AT ? 'pin' : 'none';
}
