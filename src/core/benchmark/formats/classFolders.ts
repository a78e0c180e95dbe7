import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import { inferPattern } from '../inferPattern.ts';
import { isEmotionWord } from '../labelFolding.ts';
import { isMediaFile, type ListedFile } from '../listing.ts';
import { sureEnough, type DraftItem, type Format, type FormatContext, type FormatReading } from './format.ts';

/** Folders that only keep things together: they name neither an emotion nor a generator. */
const containers = new Set([
  ...['data', 'dataset', 'datasets', 'image', 'images', 'img', 'imgs', 'picture', 'pictures', 'photo', 'photos'],
  ...[
    'portrait',
    'portraits',
    'face',
    'faces',
    'train',
    'training',
    'test',
    'testing',
    'val',
    'valid',
    'validation',
    'dev',
    'all',
  ],
]);

/**
 * A folder for each class: `<label>/x.png`, `<generator>/<label>/x.png`, in any order and with splits or containers between.
 * The level whose folders are emotion words gives the label; of the others, the first one gives the generator. Without
 * emotions in folders there is no label here, only a generator.
 */
export const classFolders: Format = {
  id: 'class-folders',
  recognise(listing, lexicon) {
    const pictures = listing.files.filter(isMediaFile);
    if (pictures.length === 0) return 0;
    const isEmotion = emotionTest(lexicon, [], []);
    if (levelsOf(pictures).some((level) => isLabelLevel(level, isEmotion) && level.names.size > 1)) return 0.6;
    const stems = pictures.map((file) => file.stem);
    return inferPattern(stems, isEmotion)?.pattern.includes('{prompted}') ? sureEnough : 0.1;
  },
  read: (context) => Promise.resolve(readClassFolders(context)),
};

function readClassFolders({ listing, corrected, lexicon }: FormatContext): FormatReading {
  const pictures = listing.files.filter(isMediaFile);
  const isEmotion = emotionTest(lexicon, corrected.labels ?? [], Object.keys(corrected.foldings ?? {}));
  const levels = levelsOf(pictures);
  const labelLevel = levels.find((level) => isLabelLevel(level, isEmotion))?.depth;
  const items = pictures.map((file) => draft(file, labelLevel));
  return { items, problems: [], tables: [], hasPerceivedLabels: labelLevel !== undefined };
}

function emotionTest(
  lexicon: Lexicon,
  labels: readonly string[],
  spellings: readonly string[],
): (name: string) => boolean {
  const declared = new Set([...labels, ...spellings].map(normaliseForm));
  return (name) => declared.has(normaliseForm(name)) || isEmotionWord(name, lexicon);
}

interface Level {
  readonly depth: number;
  /** Pictures below each folder name of this depth. */
  readonly names: ReadonlyMap<string, number>;
}

function levelsOf(files: readonly ListedFile[]): readonly Level[] {
  const levels: Map<string, number>[] = [];
  for (const { folder } of files) {
    for (const [depth, name] of segments(folder).entries()) {
      const names = (levels[depth] ??= new Map());
      names.set(name, (names.get(name) ?? 0) + 1);
    }
  }
  return levels.map((names, depth) => ({ depth, names }));
}

/** Containers are no level of their own, so `train/happy` and `happy` are alike. */
function segments(folder: string): readonly string[] {
  return folder.split('/').filter((name) => name !== '' && !containers.has(name.toLowerCase()));
}

function isLabelLevel(level: Level, isEmotion: (name: string) => boolean): boolean {
  const known = [...level.names].filter(([name]) => isEmotion(name));
  const pictures = (names: Iterable<readonly [string, number]>) =>
    [...names].reduce((sum, [, count]) => sum + count, 0);
  return known.length * 2 >= level.names.size && pictures(known) * 2 >= pictures(level.names) && known.length > 0;
}

function draft(file: ListedFile, labelLevel: number | undefined): DraftItem {
  const names = segments(file.folder);
  const label = labelLevel === undefined ? undefined : names[labelLevel];
  const generator = names.find((_, depth) => depth !== labelLevel);
  return { path: file.path, ...(label !== undefined && { label }), ...(generator !== undefined && { generator }) };
}
