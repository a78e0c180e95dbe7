import { renumber, TextCoder, type CodedTexts } from '../codedTexts.ts';
import { nameOrCopyReader } from './copiesOfNames.ts';
import type { PartName } from './fileNamePattern.ts';
import type { ListedFile } from '../files/listing.ts';
import { isSameList, newPlaces, placesBefore } from '../files/placesBefore.ts';

/** What file names say, by part, in the order of the names. */
export type PartColumns = Readonly<Record<PartName, CodedTexts>>;

const names: readonly PartName[] = ['generator', 'prompted', 'prompt', 'seed'];

/** Names as they were read last. */
export interface KeptNames {
  /** What reading a name depends on beside itself. */
  readonly key: string;
  readonly files: readonly ListedFile[];
  readonly parts: PartColumns;
}

/**
 * Reads the names of many files by a pattern, as `parseName` reads one; copies say what their originals say. Names that were read `before` are not read again; `key` stands for all
 * that reading them depends on.
 */
export function readNames(
  pattern: string,
  files: readonly ListedFile[],
  isEmotion: (text: string) => boolean,
  { key, before }: { readonly key: string; readonly before?: KeptNames | undefined } = { key: '' },
): KeptNames {
  const kept = before?.key === key ? before : undefined;
  if (kept !== undefined && isSameList(kept.files, files)) return { ...kept, files };
  const read = nameOrCopyReader(pattern, isEmotion);
  const parts = kept ? followedParts(read, files, kept) : readParts(read, files);
  return { key, files, parts };
}

type Reader = ReturnType<typeof nameOrCopyReader>;

function readParts(read: Reader, files: readonly ListedFile[]): PartColumns {
  const columns = names.map(() => ({ coder: new TextCoder(), codes: new Uint32Array(files.length) }));
  for (let i = 0; i < files.length; i++) {
    const parts = read(files[i]!.stem);
    if (parts === undefined) continue;
    for (let at = 0; at < names.length; at++) {
      const text = parts[names[at]!];
      if (text !== undefined) columns[at]!.codes[i] = columns[at]!.coder.codeOf(text);
    }
  }
  return partColumns((_, at) => ({ values: columns[at]!.coder.values, codes: columns[at]!.codes }));
}

function followedParts(read: Reader, files: readonly ListedFile[], kept: KeptNames): PartColumns {
  const was = placesBefore(kept.files, files);
  const came = newPlaces(was).map((i) => ({ i, parts: read(files[i]!.stem) }));
  return partColumns((name) => followedPart(name, was, kept.parts[name], came));
}

/** One part of all names. Texts get their codes in the order of the names, whether they are read or taken over. */
function followedPart(
  name: PartName,
  was: Int32Array,
  before: CodedTexts,
  came: readonly { readonly i: number; readonly parts: ReturnType<Reader> }[],
): CodedTexts {
  const isNone = before.values.length === 0 && came.every(({ parts }) => parts?.[name] === undefined);
  if (isNone) return { values: [], codes: new Uint32Array(was.length) };
  const coder = new TextCoder();
  for (const value of before.values) coder.codeOf(value);
  const codes = takenOver(before.codes, was);
  for (const { i, parts } of came) {
    const text = parts?.[name];
    if (text !== undefined) codes[i] = coder.codeOf(text);
  }
  const { values } = coder;
  const order = renumber(codes, new Uint32Array(values.length + 1));
  return { values: Array.from(order, (code) => values[code - 1]!), codes };
}

/** Codes by the places of before; 0 where there was none. */
function takenOver(before: Uint32Array, was: Int32Array): Uint32Array {
  const codes = new Uint32Array(was.length);
  for (let i = 0; i < was.length; i++) if (was[i] !== -1) codes[i] = before[was[i]!]!;
  return codes;
}

function partColumns(columnOf: (name: PartName, at: number) => CodedTexts): PartColumns {
  const columns = names.map((name, at) => [name, columnOf(name, at)] as const);
  return Object.fromEntries(columns) as PartColumns;
}
