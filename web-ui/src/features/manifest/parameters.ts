/** The parameters of a run in lines, those within others by their path. What is not set is left out. */
export function linesOf(parameters: Record<string, unknown>, path = ''): [string, string][] {
  return Object.entries(parameters).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === undefined) {
      return [];
    }
    if (typeof value === 'object' && !Array.isArray(value)) {
      return linesOf(value as Record<string, unknown>, `${path}${name}.`);
    }
    return [[path + name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}
