/**
 * Where a text stops being JSON (RFC 8259), in UTF-16 units; `undefined` when it is JSON. The engines' own messages do not
 * always say, and each says it in its own words. Looks no deeper than 1,000 levels.
 */
export function jsonErrorAt(text: string): number | undefined {
  const end = readValue(text, skipSpace(text, 0), 0);
  if ('error' in end) return end.error;
  const rest = skipSpace(text, end.at);
  return rest < text.length ? rest : undefined;
}

/** The place behind what was read, or the place of the error. */
type Read = { readonly at: number } | { readonly error: number };

const deepest = 1000;
const space = /[ \t\r\n]*/y;
// RFC 8259, section 7: control characters stand in a string only as escapes.
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function match(expression: RegExp, text: string, at: number): number | undefined {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : undefined;
}

function skipSpace(text: string, at: number): number {
  return match(space, text, at) ?? at;
}

function readValue(text: string, at: number, depth: number): Read {
  if (text[at] === '{' || text[at] === '[') return depth < deepest ? readMembers(text, at, depth + 1) : { error: at };
  const end = match(text[at] === '"' ? string : scalar, text, at);
  return end === undefined ? { error: at } : { at: end };
}

function readMembers(text: string, open: number, depth: number): Read {
  const close = text[open] === '{' ? '}' : ']';
  let at = skipSpace(text, open + 1);
  if (text[at] === close) return { at: at + 1 };
  for (;;) {
    if (close === '}') {
      const key = match(string, text, at);
      if (key === undefined) return { error: at };
      at = skipSpace(text, key);
      if (text[at] !== ':') return { error: at };
      at = skipSpace(text, at + 1);
    }
    const value = readValue(text, at, depth);
    if ('error' in value) return value;
    at = skipSpace(text, value.at);
    if (text[at] === close) return { at: at + 1 };
    if (text[at] !== ',') return { error: at };
    at = skipSpace(text, at + 1);
  }
}
