/** Inferno: of even steps in brightness, told apart by people who see fewer colours. From dark to light. */
const STOPS: readonly (readonly [number, number, number])[] = [
  [0, 0, 4],
  [22, 11, 57],
  [66, 10, 104],
  [106, 23, 110],
  [147, 38, 103],
  [188, 55, 84],
  [221, 81, 58],
  [243, 120, 25],
  [252, 165, 10],
  [246, 215, 70],
  [252, 255, 164],
];

/** @param value 0 to 1 */
export function colourOf(value: number): [number, number, number] {
  const place = Math.min(Math.max(value, 0), 1) * (STOPS.length - 1);
  const below = Math.min(Math.floor(place), STOPS.length - 2);
  const from = STOPS[below] ?? [0, 0, 0];
  const to = STOPS[below + 1] ?? from;
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (place - below));
  return [mix(0), mix(1), mix(2)];
}

/** How bright a cell is: the square root, since a few cells get most of the attention. */
export function brightnessOf(weight: number, most: number): number {
  return most <= 0 ? 0 : Math.sqrt(weight / most);
}
