import { areSplits, columnWords } from '../columnNames.ts';
import type { ColumnGuess } from '../columnRoles.ts';
import { mediaFiles } from '../files/filesByKind.ts';
import { listedFile } from '../files/listing.ts';
import { cellText } from '../tables/recordTable.ts';
import { folderReader, type FolderReader } from './folderParts.ts';
import type { FormatContext } from './format.ts';
import { picturesOfRow, type TableSource } from './tableSource.ts';

/** Rows of a table that are held against folders. */
const sampleRows = 2000;

/**
 * Where pictures stand in folders for emotions, whole numbers without a name that do not go with these are no classes: they were taken for such by their
 * numbers alone. A list of names with one number each says nothing else, unless it is called by several parts of the data (`train_test_split.txt`).
 */
export function withoutGuessedClasses(
  sources: readonly TableSource[],
  { listing, corrected, lexicon }: Pick<FormatContext, 'listing' | 'corrected' | 'lexicon'>,
): readonly TableSource[] {
  const left = sources.map((source) => (isOfSplits(source) ? withoutClass(source) : source));
  const guessed = left.filter((source) => source.table.columns.length > 2 && guessedClass(source) !== undefined);
  if (guessed.length === 0) return left;
  const folders = folderReader(mediaFiles(listing.files), corrected, lexicon);
  if (folders.isNumbered || folders.labelLevel === undefined) return left;
  if (goTogether(guessed.flatMap((source) => classesByFolder(source, folders)))) return left;
  return left.map((source) => (guessed.includes(source) ? withoutClass(source) : source));
}

function isOfSplits({ table }: TableSource): boolean {
  return areSplits(columnWords(listedFile(table.path).stem));
}

function withoutClass(source: TableSource): TableSource {
  const guess = guessedClass(source);
  if (guess === undefined) return source;
  const field = { ...guess, role: 'field' } as const;
  return { ...source, guesses: source.guesses.map((other) => (other === guess ? field : other)) };
}

type Pair = readonly [code: string, word: string];

function classesByFolder(source: TableSource, { partsOf }: FolderReader): readonly Pair[] {
  const { at } = guessedClass(source)!;
  const step = Math.max(1, Math.floor(source.table.length / sampleRows));
  return Array.from({ length: Math.ceil(source.table.length / step) }, (_, i): readonly Pair[] => {
    const row = i * step;
    const pictures = picturesOfRow(source, row);
    const found = pictures.kind === 'names' ? pictures.found[0] : undefined;
    const word = found?.kind === 'found' ? partsOf(listedFile(found.paths[0]!)).label : undefined;
    return word === undefined ? [] : [[cellText(source.table, row, at) ?? '', word]];
  }).flat();
}

/** Whether knowing the number leaves at most half of the doubt about the word. */
function goTogether(pairs: readonly Pair[]): boolean {
  const most = (words: readonly string[]) => Math.max(0, ...[...countsOf(words).values()]);
  const apart = pairs.length - most(pairs.map(([, word]) => word));
  const byCode = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const some = byCode.get(pair[0]);
    if (some) some.push(pair);
    else byCode.set(pair[0], [pair]);
  }
  const left = [...byCode.values()].reduce((sum, some) => sum + some.length - most(some.map(([, word]) => word)), 0);
  return left * 2 <= apart;
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function guessedClass({ table, guesses }: TableSource): ColumnGuess | undefined {
  if (table.hasHeader) return undefined;
  return guesses.find(
    ({ at, role, why }) => role === 'label' && why === 'content' && /^\s*\d+\s*$/.test(cellText(table, 0, at) ?? ''),
  );
}
