import type { DraftTable } from '../draftTable.ts';
import { mediaFiles } from '../files/filesByKind.ts';
import { folderStretches } from '../files/folderStretches.ts';
import { isMediaFile, listedFile, type ListedFile } from '../files/listing.ts';
import type { FolderReader } from './folderParts.ts';
import type { PictureColumns } from './pictureColumns.ts';

/** All pictures are items, those inside tables too; a file that only a row calls a picture is one, and its bytes will tell. */
export function itemsOf(
  columns: PictureColumns,
  folders: FolderReader,
  { hasLabels, areClips }: { readonly hasLabels: boolean; readonly areClips: boolean },
): DraftTable {
  const places = columns.places();
  const { label, generator, split, prompted } = columns.texts;
  const partsOf = (place: number) =>
    folders.partsOf(columns.isEmbedded(place) ? listedFile(columns.pathOf(place)) : columns.files[place]!);
  // Folders by which rows name their pictures are those of clips or persons.
  const hasGenerators = areClips || generator.coded.values.length > 0;
  const tellLabels = folders.labelLevel !== undefined;
  const words =
    hasLabels && tellLabels ? wordsOfCodes(places, (place) => [label.at(place), partsOf(place).label]) : undefined;
  for (const place of words ? places : []) {
    const word = words!.get(label.at(place) ?? '');
    if (word !== undefined) label.set(place, word);
  }
  const isOther = (from: number, to: number, told: string | undefined) =>
    told !== undefined && label.differs(from, to, told);
  const differs =
    tellLabels &&
    (folderStretches(columns.files).some(({ folder, from, to }) =>
      isOther(from, to, folders.partsOf({ folder }).label),
    ) ||
      columns.kept.some((place) => columns.isEmbedded(place) && isOther(place, place + 1, partsOf(place).label)));
  const give = (folder: string, from: number, to: number) => {
    const parts = folders.partsOf({ folder });
    if (parts.split !== undefined) split.giveAll(from, to, parts.split);
    if (parts.generator !== undefined && !hasGenerators) generator.giveAll(from, to, parts.generator);
    if (parts.label === undefined) return;
    if (!hasLabels) label.giveAll(from, to, parts.label);
    else if (differs) prompted.giveAll(from, to, parts.label);
  };
  const { files } = columns;
  for (const { folder, from, to } of folderStretches(files)) if (holdsMedia(files, from, to)) give(folder, from, to);
  // Files that only a row calls pictures stand behind all others.
  for (const place of places.subarray(mediaFiles(files).length)) {
    if (!columns.isEmbedded(place)) give(files[place]!.folder, place, place + 1);
  }
  return columns.finish(places);
}

function holdsMedia(files: readonly ListedFile[], from: number, to: number): boolean {
  for (let place = from; place < to; place++) if (isMediaFile(files[place]!)) return true;
  return false;
}

/** Where pictures stand in folders for emotions, and each number in the table goes with one of these, the folders say what the numbers stand for. */
function wordsOfCodes(
  places: Uint32Array,
  said: (place: number) => readonly [code: string | undefined, word: string | undefined],
): ReadonlyMap<string, string> | undefined {
  const words = new Map<string, string>();
  const codes = new Map<string, string>();
  for (const place of places) {
    const [code, word] = said(place);
    if (code === undefined) continue;
    if (word === undefined || !/^\d+$/.test(code)) return undefined;
    if ((words.get(code) ?? word) !== word || (codes.get(word) ?? code) !== code) return undefined;
    words.set(code, word);
    codes.set(word, code);
  }
  return words.size > 1 ? words : undefined;
}
