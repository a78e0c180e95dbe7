/** More levels than any data set has, and fewer than a walk with a call for each level can take. */
export const mostLevels = 500;

/** Whether lists and objects stand inside one another so deeply that the value is no record of a benchmark. */
export function isTooDeep(value: unknown, levels = mostLevels): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((one) => isTooDeep(one, levels - 1));
  for (const name in value) {
    if (isTooDeep((value as Readonly<Record<string, unknown>>)[name], levels - 1)) return true;
  }
  return false;
}

/** The same for the value of a text, which is looked at only where the text has room for so many brackets. */
export function isDeep(value: unknown, text: Pick<string, 'length'>): boolean {
  return text.length > mostLevels * 2 && isTooDeep(value);
}
