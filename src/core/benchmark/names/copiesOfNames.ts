import { nameReader, type ReadParts } from './fileNamePattern.ts';

/** What systems put behind the name of a copy: `happy (2)`, `happy - Copy`, `happy copy 3`. */
const mark = /(?:(?: - (?:copy|副本)| copy)(?: \d+)?(?: ?\(\d+\))?| ?\(\d+\))$/i;
/** Where more of the names than this have a mark, it numbers the pictures. */
const mostCopies = 0.9;

/** Names as they are without the marks of copies, where only some have one. */
export function withoutCopyMarks(names: readonly string[]): readonly string[] {
  const copies = names.filter((name) => withoutMark(name) !== undefined).length;
  if (copies === 0 || copies > names.length * mostCopies) return names;
  return names.map((name) => withoutMark(name) ?? name);
}

/** Makes a reader of many names, as `nameReader` does, for which a copy says what its original says where the pattern does not fit it. */
export function nameOrCopyReader(
  pattern: string,
  isEmotion: (text: string) => boolean,
): (stem: string) => ReadParts | undefined {
  const read = nameReader(pattern, isEmotion);
  const isPrompted = pattern.includes('{prompted}');
  return (stem) => {
    const parts = read(stem);
    if (parts !== undefined && !(isPrompted && parts.prompted === undefined)) return parts;
    const original = withoutMark(stem);
    return original === undefined ? parts : (read(original) ?? parts);
  };
}

function withoutMark(name: string): string | undefined {
  // Looking for a mark from each place of a name takes long, and nearly no name has one.
  if (!name.endsWith(')') && !/copy|副本/i.test(name)) return undefined;
  const at = name.search(mark);
  return at > 0 ? name.slice(0, at) : undefined;
}
