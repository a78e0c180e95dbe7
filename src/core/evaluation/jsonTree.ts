/** A member of an object; the key's place includes its quotes. */
export interface JsonMember {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly node: JsonNode;
}

/** A JSON value with its place in the text, in UTF-16 units; `end` is the first unit behind it. */
export interface JsonNode {
  readonly start: number;
  readonly end: number;
  /** As `JSON.parse` would give it; of two members with one key the last counts. */
  readonly value: unknown;
  /** Of an object, in the order of the text, equal keys included. */
  readonly members?: readonly JsonMember[];
  /** Of an array. */
  readonly items?: readonly JsonNode[];
}

/** The whole value, or the place where the text stops being JSON. */
export type ReadJson =
  | { readonly ok: true; readonly value: JsonNode }
  | { readonly ok: false; readonly at: number; readonly wanted: Wanted };

/** What stood in the grammar where something else stood in the text. */
export type Wanted = 'value' | 'key' | 'colon' | 'comma' | 'end' | 'commentEnd' | 'lessDepth';

class Stop extends Error {
  readonly at: number;
  readonly wanted: Wanted;

  constructor(at: number, wanted: Wanted) {
    super();
    this.at = at;
    this.wanted = wanted;
  }
}

const deepest = 200;
const blank = /[ \t\r\n]*(?:\/\/[^\r\n]*|\/\*[^]*?\*\/|[ \t\r\n]+)*/y;
// RFC 8259, section 7: control characters stand in a string only as escapes.
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

/**
 * Reads JSON (RFC 8259) with the place of each value. Forgives what VS Code's own JSON with comments forgives: comments, and a
 * comma behind the last member. A byte order mark must be gone. At most 200 levels deep.
 */
export function readJson(text: string): ReadJson {
  try {
    const value = readValue(text, skipBlank(text, 0), 0);
    const rest = skipBlank(text, value.end);
    return rest < text.length ? { ok: false, at: rest, wanted: 'end' } : { ok: true, value };
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    return { ok: false, at: thrown.at, wanted: thrown.wanted };
  }
}

/** The value at a path such as `['stages', 0, 'question']`; `undefined` where the text has none. */
export function nodeAt(root: JsonNode, path: readonly PropertyKey[]): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const part of path) {
    node = typeof part === 'number' ? node?.items?.[part] : memberOf(node, part)?.node;
    if (node === undefined) return undefined;
  }
  return node;
}

/** The member of an object that counts under a key: the last one. */
export function memberOf(node: JsonNode | undefined, key: PropertyKey): JsonMember | undefined {
  return node?.members?.findLast((member) => member.key === key);
}

function readValue(text: string, at: number, depth: number): JsonNode {
  if (text[at] === '{' || text[at] === '[') {
    if (depth >= deepest) throw new Stop(at, 'lessDepth');
    return text[at] === '{' ? readObject(text, at, depth + 1) : readArray(text, at, depth + 1);
  }
  const end = matchEnd(text[at] === '"' ? string : scalar, text, at);
  if (end === undefined) throw new Stop(at, 'value');
  return { start: at, end, value: JSON.parse(text.slice(at, end)) as unknown };
}

function readObject(text: string, start: number, depth: number): JsonNode {
  const members: JsonMember[] = [];
  const end = readList(text, start, '}', (keyStart) => {
    const keyEnd = text[keyStart] === '"' ? matchEnd(string, text, keyStart) : undefined;
    if (keyEnd === undefined) throw new Stop(keyStart, 'key');
    const colon = skipBlank(text, keyEnd);
    if (text[colon] !== ':') throw new Stop(colon, 'colon');
    const node = readValue(text, skipBlank(text, colon + 1), depth);
    members.push({ key: JSON.parse(text.slice(keyStart, keyEnd)) as string, keyStart, keyEnd, node });
    return node.end;
  });
  // Unlike an assignment, this makes a plain member of `__proto__` too, as JSON.parse does.
  const value = Object.fromEntries(members.map(({ key, node }) => [key, node.value]));
  return { start, end, value, members };
}

function readArray(text: string, start: number, depth: number): JsonNode {
  const items: JsonNode[] = [];
  const end = readList(text, start, ']', (at) => {
    const node = readValue(text, at, depth);
    items.push(node);
    return node.end;
  });
  return { start, end, value: items.map((node) => node.value), items };
}

/** Reads entries up to the closing bracket; `readEntry` gets where one begins and says where it ends. */
function readList(text: string, start: number, close: string, readEntry: (at: number) => number): number {
  let at = skipBlank(text, start + 1);
  while (text[at] !== close) {
    at = skipBlank(text, readEntry(at));
    if (text[at] === close) break;
    if (text[at] !== ',') throw new Stop(at, 'comma');
    at = skipBlank(text, at + 1);
  }
  return at + 1;
}

function skipBlank(text: string, at: number): number {
  const end = matchEnd(blank, text, at) ?? at;
  if (text.startsWith('/*', end)) throw new Stop(end, 'commentEnd');
  return end;
}

function matchEnd(expression: RegExp, text: string, at: number): number | undefined {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : undefined;
}
