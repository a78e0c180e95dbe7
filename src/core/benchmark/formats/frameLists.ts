import type { Lexicon } from '../../affect/lexicon.ts';
import { mapBounded } from '../boundedParallel.ts';
import { mediaFiles, otherFiles } from '../files/filesByKind.ts';
import type { ListedFile, Listing } from '../files/listing.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { Format, FormatContext, FormatReading } from './format.ts';
import { readTableText, type TableText } from './jsonTable.ts';
import { PictureBook } from './pictureBook.ts';
import { filesLeft } from './sidecars.ts';
import { splitOfFolder } from './splitFolders.ts';

/** Read to recognise a folder. */
const sampledLists = 6;
const listsAtOnce = 32;
const surely = 0.95;

/**
 * A list for each video, as Aff-Wild2 has them for expressions: a `.txt` that is called as the folder of the video's frames is, `Neutral,Anger,Disgust,...` in its first line, then for each frame
 * (`00001.jpg` is the first) the number of its label among these, -1 for none. Lists of other things, such as valence, are left out.
 */
export const frameLists: Format = {
  id: 'frame-lists',
  recognise: (listing) => (videosOf(listing).length > 0 ? surely : 0),
  async confirm(listing, heads, lexicon) {
    const videos = videosOf(listing);
    const step = Math.max(1, Math.floor(videos.length / sampledLists));
    for (let i = 0; i < videos.length; i += step) {
      const [first = '', second = ''] = (await heads(videos[i]!.list.path)).split(lineEnd, 2);
      if (labelsIn(first, lexicon) !== undefined && isNumber(second)) return surely;
    }
    return 0;
  },
  read: readFrameLists,
};

const lineEnd = /\r\n?|\n/;

/** A list with the frames of its video. */
interface Video {
  readonly list: ListedFile;
  readonly frames: readonly ListedFile[];
}

const known = new WeakMap<Listing, readonly Video[]>();

/** Looked for once for each listing. */
function videosOf(listing: Listing): readonly Video[] {
  let videos = known.get(listing);
  if (videos === undefined) known.set(listing, (videos = findVideos(listing)));
  return videos;
}

function findVideos({ files }: Listing): readonly Video[] {
  const lists = otherFiles(files).filter(({ extension }) => extension === 'txt');
  if (lists.length === 0) return [];
  const folders = new Map<string, ListedFile[]>(lists.map(({ stem }) => [stem, []]));
  let last: { readonly folder: string; readonly frames: ListedFile[] | undefined } | undefined;
  for (const file of mediaFiles(files)) {
    // Files of one folder stand together.
    if (last?.folder !== file.folder) {
      last = { folder: file.folder, frames: folders.get(file.folder.slice(file.folder.lastIndexOf('/') + 1)) };
    }
    if (last.frames !== undefined && isNumber(file.stem)) last.frames.push(file);
  }
  return lists.flatMap((list) => {
    const frames = folders.get(list.stem)!;
    return frames.length === 0 ? [] : [{ list, frames }];
  });
}

function isNumber(text: string): boolean {
  return /^-?\d{1,9}$/.test(text.trim());
}

/** The labels that a first line names; `undefined` where most of it are no emotions. */
function labelsIn(line: string, lexicon: Lexicon): readonly string[] | undefined {
  const names = line.split(',').map((name) => name.trim());
  const emotions = names.filter((name) => isEmotionWord(name, lexicon));
  return names.length > 1 && emotions.length * 3 >= names.length * 2 ? names : undefined;
}

async function readFrameLists(context: FormatContext): Promise<FormatReading> {
  const book = new PictureBook(context.listing);
  const read = await mapBounded(
    videosOf(context.listing),
    listsAtOnce,
    async (video) => ({ video, table: await readTableText(context, video.list.path) }),
    context.signal,
  );
  const tables: TableText[] = [];
  const others: ListedFile[] = [];
  const classes = new Set<string>();
  for (const one of read) {
    if (one === undefined) continue;
    const { video, table } = one;
    if ('kind' in table) {
      book.report([table]);
      continue;
    }
    const lines = table.text.split(lineEnd);
    const labels = labelsIn(lines[0]!, context.lexicon);
    if (labels === undefined) {
      others.push(video.list);
      continue;
    }
    tables.push(table);
    for (const label of labels) classes.add(label);
    takeFrames(book, video, labels, lines);
  }
  const reading = book.reading(
    tables.map(({ path, sha256 }) => ({ path, sha256 })),
    { classes: [...classes] },
  );
  return { ...reading, ...filesLeft(others) };
}

/** Takes in what a list says of the frames that are here; the line of a frame is its number below that of the labels. */
function takeFrames(
  book: PictureBook,
  { list, frames }: Video,
  labels: readonly string[],
  lines: readonly string[],
): void {
  const split = splitOfFolder(list.folder);
  const seen = new Set<number>();
  for (const frame of frames) {
    const number = Number(frame.stem);
    const text = number > 0 ? lines[number]?.trim() : undefined;
    if (text === undefined || text === '') continue;
    seen.add(number);
    const row = book.rows.add(list.path, number + 1);
    const picture = book.take(book.columns.placeOf(frame.path), row);
    if (split !== undefined) book.columns.texts.split.give(picture, split);
    const label = labels[isNumber(text) ? Number(text) : labels.length];
    if (label !== undefined) book.label(picture, label, row, frame.name);
    else if (text !== '-1') book.note('bad-row', row, { reason: 'frame' }, picture);
  }
  noteGaps(book, { list, frames }, (number) => seen.has(number) || labels[Number(lines[number])] === undefined, lines);
}

/** Frames that have a label and are not here: one problem for those that follow one another. */
function noteGaps(
  book: PictureBook,
  { list, frames }: Video,
  isHere: (number: number) => boolean,
  lines: readonly string[],
): void {
  const { stem, extension } = frames[0]!;
  const name = (number: number) => `${String(number).padStart(stem.length, '0')}.${extension}`;
  for (let first = 1; first < lines.length; first++) {
    if (lines[first]!.trim() === '' || isHere(first)) continue;
    let last = first;
    while (last + 1 < lines.length && lines[last + 1]!.trim() !== '' && !isHere(last + 1)) last++;
    const value = `${list.stem}/${name(first)}${last === first ? '' : ` … ${name(last)}`}`;
    book.note('missing-image', book.rows.add(list.path, first + 1), { value });
    first = last;
  }
}
