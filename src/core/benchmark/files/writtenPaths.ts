/** A path or a name with nothing in it that may be meant otherwise. */
export const plainPath = /^(?:[\w-][\w. -]*\/)*[\w-](?:[\w. -]*[\w.-])?$/;

/** Whether a text is a name and nothing more: no path, and nothing that may be written in another way. */
export function isBareName(text: string, start: number, end: number): boolean {
  let isName = false;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < space || code > tilde || code === slash || code === backslash || code === colon) return false;
    isName ||= code !== dot;
  }
  return isName;
}

const [space, dot, slash, colon, backslash, tilde] = [32, 46, 47, 58, 92, 126];

/** The path of a URL, decoded; any other text as it is. */
export function withoutQuery(name: string): string {
  if (!/^(https?|file|s3|gs):\/\//i.test(name)) return name;
  const path = name.replace(/[?#].*$/s, '');
  return withoutEscapes(path) ?? path;
}

/** A text with signs written as in a URL (`a%20b.png`), decoded; `undefined` where it has none, or they are no text. */
export function withoutEscapes(text: string): string | undefined {
  if (!/%[0-9a-f]{2}/i.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Segments without `.`, `..` resolved; `undefined` when the path climbs out. */
export function normalise(path: string): readonly string[] | undefined {
  if (!path.includes('/') && path !== '.' && path !== '..' && path !== '') return [path];
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments;
}
