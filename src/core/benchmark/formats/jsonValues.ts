/** An object of a JSON text, of which nothing is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object and no list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of its own: what every object inherits is no field of a record. */
export function fieldOf(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The first of some fields that holds a text or a number that is not empty, as trimmed text. */
export function textField(object: JsonObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = textOf(fieldOf(object, name));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** A text or number as trimmed text; `undefined` for anything else and for nothing. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return isTrimmed(value) ? value : emptyToNone(value.trim());
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Surely not empty, and without white space at its ends: that costs less than trimming it. */
function isTrimmed(text: string): boolean {
  const { length } = text;
  return length > 0 && isInk(text.charCodeAt(0)) && isInk(text.charCodeAt(length - 1));
}

/** Neither white space nor anything beyond ASCII, of which some is. */
export function isInk(code: number): boolean {
  return code > 32 && code < 127;
}

function emptyToNone(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** The list in a field; empty where there is none. */
export function listField(object: JsonObject, name: string): readonly unknown[] {
  const value = fieldOf(object, name);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
