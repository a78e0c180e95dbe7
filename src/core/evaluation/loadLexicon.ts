import { checkLexicon } from '../affect/checkLexicon.ts';
import type { LexiconFault } from '../affect/checkLexicon.ts';
import { builtInLexicon, extendLexicon, type Lexicon } from '../affect/lexicon.ts';
import { lexiconFileSchema } from '../affect/lexiconFile.ts';
import type { ReadableFolder } from '../ports.ts';
import { nodeAt, readJson } from './jsonTree.ts';
import type { JsonNode, Wanted } from './jsonTree.ts';
import { placeAt } from './textPlace.ts';
import type { TextPlace } from './textPlace.ts';

/** Where a user's words are, inside `.emolens/`. */
export const lexiconPath = 'lexicon.json';

/** One fault of a lexicon file at its place. `detail` and `value` are untrusted text. */
export interface LexiconFileError extends TextPlace {
  readonly kind: 'unreadable' | 'notJson' | 'invalid' | LexiconFault['kind'];
  readonly file: string;
  /** What the JSON lacks, of the kind `notJson`. */
  readonly wanted?: Wanted;
  /** The word at fault, of the kinds of {@link LexiconFault}. */
  readonly value?: string;
  readonly detail: string;
}

/** The words in force: the built-in ones with those of `lexicon.json`. A faulty file adds nothing and is named. */
export interface LoadedLexicon {
  readonly lexicon: Lexicon;
  readonly errors: readonly LexiconFileError[];
}

/**
 * Reads `lexicon.json` of an `.emolens` folder; one that is not there gives the built-in lexicon. Who starts a run or reads
 * again must refuse while there are errors: reading without a person's words would change scores silently.
 */
export async function loadLexicon(folder: ReadableFolder): Promise<LoadedLexicon> {
  const bytes = await folder.read(lexiconPath);
  if (bytes.ok) return parseLexicon(new TextDecoder().decode(bytes.value), lexiconPath);
  if (bytes.error.kind === 'notFound') return { lexicon: builtInLexicon, errors: [] };
  const { detail } = bytes.error;
  return {
    lexicon: builtInLexicon,
    errors: [{ kind: 'unreadable', file: lexiconPath, ...placeAt('', 0, 0), detail }],
  };
}

/** Reads the text of a lexicon file, as JSON with comments; `file` is what errors call it. */
export function parseLexicon(text: string, file: string): LoadedLexicon {
  const failed = (errors: readonly LexiconFileError[]): LoadedLexicon => ({
    lexicon: builtInLexicon,
    errors: errors.toSorted((a, b) => a.line - b.line || a.column - b.column),
  });
  const json = readJson(text);
  if (!json.ok) {
    const { at, wanted } = json;
    return failed([{ kind: 'notJson', file, ...placeAt(text, at, at + 1), wanted, detail: '' }]);
  }
  const place = (path: readonly PropertyKey[]): TextPlace => {
    const { start, end } = deepest(json.value, path);
    return placeAt(text, start, end);
  };
  const parsed = lexiconFileSchema.safeParse(json.value.value);
  if (!parsed.success) {
    return failed(
      parsed.error.issues.map((issue) => ({ kind: 'invalid', file, ...place(pathOf(issue)), detail: detailOf(issue) })),
    );
  }
  const { entries, faults } = checkLexicon(parsed.data, builtInLexicon);
  if (faults.length > 0) {
    return failed(faults.map(({ kind, path, value, detail }) => ({ kind, file, ...place(path), value, detail })));
  }
  return { lexicon: extendLexicon(builtInLexicon, entries), errors: [] };
}

/** The field and what it must be: a field that is missing has no place of its own that could say which it is. */
function detailOf({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

/** A key that is not known stands where it is written, not at the object around it. */
function pathOf(issue: { readonly path: readonly PropertyKey[]; readonly keys?: readonly string[] }): PropertyKey[] {
  const [key] = issue.keys ?? [];
  return [...issue.path, ...(key === undefined ? [] : [key])];
}

/** The value at a path, or the last one on the way where something is missing. */
function deepest(root: JsonNode, path: readonly PropertyKey[]): JsonNode {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}
