import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import { isSplitWord } from '../columnNames.ts';
import type { Descriptor } from '../descriptor.ts';
import { isEmotionWord } from '../labelFolding.ts';
import { folderStretches } from '../files/folderStretches.ts';
import type { ListedFile } from '../files/listing.ts';
import { codeOf, type CodeBook } from './tableJoins.ts';

/** Folders that only keep things together: they name neither an emotion nor a generator. */
const containers = new Set([
  ...['data', 'dataset', 'datasets', 'image', 'images', 'img', 'imgs', 'picture', 'pictures', 'photo', 'photos'],
  ...['portrait', 'portraits', 'face', 'faces', 'video', 'videos', 'all'],
]);

/** What the folders above a picture say about it. */
export interface FolderParts {
  readonly label?: string;
  readonly generator?: string;
  readonly split?: string;
}

/** Folders by their levels: which level names emotions, and what each picture's folders say. */
export interface FolderReader {
  /** The level that names emotions, `undefined` where none does; `several` where it names more than one. */
  readonly labelLevel?: { readonly depth: number; readonly several: boolean };
  /** Whether the folders of a level are called by numbers, which may be codes for emotions. */
  readonly isNumbered: boolean;
  /** The names of these folders. */
  readonly numbers: readonly string[];
  partsOf(file: Pick<ListedFile, 'folder'>): FolderParts;
}

/**
 * Reads the folders above pictures, in any order and with splits or containers between: the level whose folders are emotion words (with a number before
 * them or not, as in `3_happy`), codes for them, or names with an emotion in them (`sdxl_happy`) gives the label, the first other one with several names that are no numbers gives the generator, and a folder
 * called `train`, `test` or the like the split. `books`: what the tables of the benchmark say that codes stand for.
 */
export function folderReader(
  files: readonly ListedFile[],
  corrected: Descriptor,
  lexicon: Lexicon,
  books: readonly CodeBook[] = [],
): FolderReader {
  const declared = new Set([...(corrected.labels ?? []), ...Object.keys(corrected.foldings ?? {})].map(normaliseForm));
  const isEmotion = (name: string) => declared.has(normaliseForm(name)) || isEmotionWord(name, lexicon);
  const levels = levelsOf(files);
  const byWord = levels.find((level) => isLabelLevel(level, isEmotion));
  const byNumberedWord =
    byWord ?? levels.find((level) => isLabelLevel(level, (name) => isEmotion(withoutNumber(name))));
  const byCode = byNumberedWord ? undefined : codedLevel(levels, books);
  const byPart = byNumberedWord || byCode ? undefined : levels.find((level) => namesParts(level, isEmotion));
  const labels = byNumberedWord ?? byCode?.level ?? byPart;
  const wordOf = (name: string) =>
    byCode?.book.get(codeOf(name)) ?? (byWord || !byNumberedWord ? name : withoutNumber(name));
  const generators = levels.find(
    (level) => level !== labels && isGeneratorLevel(level) && ![...level.names.keys()].some(isEmotion),
  );
  const known = new Map<string, FolderParts>();
  return {
    isNumbered: labels === byCode?.level && levels.some(isNumberedLevel),
    numbers: [...(levels.find(isNumberedLevel)?.names.keys() ?? [])],
    ...(labels && { labelLevel: { depth: labels.depth, several: labels.names.size > 1 } }),
    partsOf({ folder }) {
      let parts = known.get(folder);
      if (parts === undefined) {
        parts = partsOfFolder(folder, labels?.depth, generators?.depth);
        // Other folders may stand deeper, or be called by more than the emotion, than most do.
        if (byWord && !isEmotion(parts.label ?? '')) {
          const other = otherLabel(segments(folder), isEmotion);
          const { generator, ...rest } = parts;
          if (other)
            parts = { ...rest, label: other.label, ...(generator !== other.name && generator && { generator }) };
        }
        const named = parts.label !== undefined && byPart ? emotionPart(parts.label, isEmotion) : undefined;
        if (named) parts = { ...named, ...parts, label: named.label };
        else if (parts.label !== undefined) parts = { ...parts, label: wordOf(parts.label) };
        known.set(folder, parts);
      }
      return parts;
    },
  };
}

/** `0_Neutral`, `03-happy` and `1. Sad` without what only puts them in order. */
function withoutNumber(name: string): string {
  return name.replace(/^\d+[\s._-]+(?=\p{L})/u, '');
}

/** The one emotion among the parts of a name such as `sdxl_happy`, and what else the name says: who made the pictures. */
function emotionPart(
  name: string,
  isEmotion: (name: string) => boolean,
): { readonly label: string; readonly generator?: string } | undefined {
  const parts = name.split(/([_\-\s.+]+)/);
  const at = parts.flatMap((part, i) => (i % 2 === 0 && isEmotion(part) ? [i] : []));
  if (at.length !== 1) return undefined;
  const rest = at[0] === 0 ? parts.slice(2) : [...parts.slice(0, at[0]! - 1), ...parts.slice(at[0]! + 1)];
  const generator = rest.join('');
  return { label: parts[at[0]!]!, ...(/\p{L}/u.test(generator) && { generator }) };
}

/** The folder that says the emotion, where it is not the one at which it stands in most paths. */
function otherLabel(
  names: readonly string[],
  isEmotion: (name: string) => boolean,
): { readonly name: string; readonly label: string } | undefined {
  const whole = names.find(isEmotion);
  if (whole !== undefined) return { name: whole, label: whole };
  const name = names.find((one) => emotionPart(one, isEmotion) !== undefined);
  return name === undefined ? undefined : { name, label: emotionPart(name, isEmotion)!.label };
}

/** Whether all folders of a level have an emotion for a part of their names. */
function namesParts({ names }: Level, isEmotion: (name: string) => boolean): boolean {
  return names.size > 1 && [...names.keys()].every((name) => emotionPart(name, isEmotion) !== undefined);
}

const mostCodes = 200;

function isNumberedLevel({ names }: Level): boolean {
  return names.size > 1 && names.size <= mostCodes && [...names.keys()].every((name) => /^\d{1,3}$/.test(name));
}

/** The level of which all folders are codes of one book. */
function codedLevel(
  levels: readonly Level[],
  books: readonly CodeBook[],
): { readonly level: Level; readonly book: CodeBook } | undefined {
  for (const level of levels) {
    const codes = [...level.names.keys()].map(codeOf);
    const book = codes.length > 1 ? books.find((one) => codes.every((code) => one.has(code))) : undefined;
    if (book) return { level, book };
  }
  return undefined;
}

interface Level {
  readonly depth: number;
  /** Pictures below each folder name of this depth. */
  readonly names: ReadonlyMap<string, number>;
}

function levelsOf(files: readonly ListedFile[]): readonly Level[] {
  const folders = new Map<string, number>();
  for (const { folder, from, to } of folderStretches(files))
    folders.set(folder, (folders.get(folder) ?? 0) + to - from);
  const levels: Map<string, number>[] = [];
  for (const [folder, pictures] of folders) {
    for (const [depth, name] of segments(folder).entries()) {
      const names = (levels[depth] ??= new Map());
      names.set(name, (names.get(name) ?? 0) + pictures);
    }
  }
  return levels.map((names, depth) => ({ depth, names }));
}

/** Containers and splits are no level of their own, so `train/happy` and `happy` are alike. */
function segments(folder: string): readonly string[] {
  return folder.split('/').filter((name) => name !== '' && !containers.has(name.toLowerCase()) && !isSplitWord(name));
}

function isLabelLevel(level: Level, isEmotion: (name: string) => boolean): boolean {
  const known = [...level.names].filter(([name]) => isEmotion(name));
  const pictures = (names: Iterable<readonly [string, number]>) =>
    [...names].reduce((sum, [, count]) => sum + count, 0);
  return known.length * 2 >= level.names.size && pictures(known) * 2 >= pictures(level.names) && known.length > 0;
}

/** More folders than this with a picture or two each are those of persons, or of single pictures. */
const fewFolders = 8;
/** More folders than this that differ in their numbers alone (`clip_0001`; `AF01` and `BM35`, where there are few such words) are those of clips or persons. */
const mostNumbered = 40;
/** So many folders for each word are few words. */
const manyOfWord = 10;

/** One folder around all says nothing, and numbers name no generator. */
function isGeneratorLevel({ names }: Level): boolean {
  const pictures = [...names.values()].reduce((sum, count) => sum + count, 0);
  if (names.size >= fewFolders && pictures < names.size * 2) return false;
  const words = new Set([...names.keys()].map((name) => name.replaceAll(/\d+/g, '#')));
  if (words.size * manyOfWord <= names.size && names.size > mostNumbered) return false;
  if ([...names.keys()].every(hasSplitWord)) return false;
  return names.size > 1 && [...names.keys()].every((name) => /\p{L}/u.test(name));
}

/** `FER2013Train` and `val_images` name a part of the data. */
function hasSplitWord(name: string): boolean {
  return name
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, ' ')
    .split(/[^\p{L}]+/u)
    .some(isSplitWord);
}

function partsOfFolder(folder: string, labelLevel?: number, generatorLevel?: number): FolderParts {
  const names = segments(folder);
  const label = labelLevel === undefined ? undefined : names[labelLevel];
  const generator = generatorLevel === undefined ? undefined : names[generatorLevel];
  const split = folder.split('/').find(isSplitWord);
  return {
    ...(label !== undefined && { label }),
    ...(generator !== undefined && { generator }),
    ...(split !== undefined && { split }),
  };
}
