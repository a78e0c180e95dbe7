/** An object of a parsed body, whose fields may hold anything. */
export type Fields = Readonly<Record<string, unknown>>;

/** `value` as an object, or `undefined` for anything else, lists too. */
export function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** `value` as a text with something in it, or `undefined`. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
