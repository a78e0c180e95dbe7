import { mediaFiles } from '../files/filesByKind.ts';
import type { ListedFile } from '../files/listing.ts';
import { fold } from '../files/nameIndex.ts';
import { finderBeyond, type PictureFinder } from '../files/pictureFinder.ts';

/**
 * A finder for ids of prompts, of which each generator made a picture: an id stands for all pictures that it is, begins or ends the name of (`17` for `sdxl/017.png` and
 * `flux/017.png`, for `sdxl_017.png` and `flux_017.png`), zeros before it aside. `undefined` where names are not made so: the other parts of the names have to come again with most ids.
 */
export function sharedFinder(find: PictureFinder, files: readonly ListedFile[]): PictureFinder | undefined {
  const pictures = mediaFiles(files);
  const part = parts.find((one) => isGrid(pictures, one));
  const shared = part && idsOf(pictures, part);
  if (shared === undefined) return undefined;
  const several = (name: string) => {
    const as = find(name);
    const paths = as.kind === 'missing' ? shared.get(keyOf(name.trim())) : undefined;
    return paths === undefined ? as : { kind: 'found' as const, paths };
  };
  return finderBeyond(find, several);
}

/** Which part of a name may be the id, from one place to another, and from where to where its other part stands. */
interface IdPart {
  readonly start: number;
  readonly end: number;
  readonly otherStart: number;
  readonly otherEnd: number;
}

type PartOf = (stem: string) => IdPart | undefined;

const wholeName: PartOf = ({ length }) => ({ start: 0, end: length, otherStart: length, otherEnd: length });

/** What stands behind the last `_`, `-` or space. */
const lastPart: PartOf = (stem) => {
  const end = stem.length;
  let start = end;
  while (start > 0 && !isSeparator(stem, start - 1)) start--;
  let otherEnd = start;
  while (otherEnd > 0 && isSeparator(stem, otherEnd - 1)) otherEnd--;
  return start === end || otherEnd === 0 ? undefined : { start, end, otherStart: 0, otherEnd };
};

/** What stands before the first one. */
const firstPart: PartOf = (stem) => {
  const otherEnd = stem.length;
  let end = 0;
  while (end < otherEnd && !isSeparator(stem, end)) end++;
  let otherStart = end;
  while (otherStart < otherEnd && isSeparator(stem, otherStart)) otherStart++;
  // Something has to be the other part, were it one of several separators.
  if (otherStart === otherEnd) otherStart = Math.max(otherEnd - 1, Math.min(end + 1, otherEnd));
  return end === 0 || otherStart >= otherEnd ? undefined : { start: 0, end, otherStart, otherEnd };
};

const parts = [wholeName, lastPart, firstPart];

function isSeparator(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code > lastAscii) return /\s/.test(text[at]!);
  return code === underscore || code === hyphen || code === space || (code >= tab && code <= carriageReturn);
}

const [tab, carriageReturn, space, hyphen, underscore, lastAscii] = [9, 13, 32, 45, 95, 127];

/** Whether ids come again and again, and so do the other parts of the names that have them. */
function isGrid(pictures: readonly ListedFile[], partOf: PartOf): boolean {
  const most = pictures.length / 2;
  const ids = new Set<string>();
  const others = new Others();
  let named = 0;
  for (const { folder, stem } of pictures) {
    const part = partOf(stem);
    if (part === undefined) continue;
    named++;
    others.add(folder, stem, part);
    ids.add(keyOf(stem.slice(part.start, part.end)));
    if (ids.size > most || others.size > most) return false;
  }
  return named >= most && ids.size * 2 <= named && others.size * 2 <= named && ids.size > 1 && others.size > 1;
}

/** Counts different parts of names, each in its folder. Most are those of the name before. */
class Others {
  readonly #known = new Set<string>();
  #folder: string | undefined;
  #other = '';

  get size(): number {
    return this.#known.size;
  }

  add(folder: string, stem: string, { otherStart, otherEnd }: IdPart): void {
    const isLast = otherEnd - otherStart === this.#other.length && stem.startsWith(this.#other, otherStart);
    if (isLast && folder === this.#folder) return;
    this.#folder = folder;
    this.#other = stem.slice(otherStart, otherEnd);
    this.#known.add(`${folder}/${fold(this.#other)}`);
  }
}

function idsOf(pictures: readonly ListedFile[], partOf: PartOf): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { path, stem } of pictures) {
    const part = partOf(stem);
    if (part === undefined) continue;
    const key = keyOf(stem.slice(part.start, part.end));
    const paths = ids.get(key);
    if (paths) paths.push(path);
    else ids.set(key, [path]);
  }
  return ids;
}

function keyOf(id: string): string {
  const folded = fold(id);
  const whole = folded.includes('.') ? folded.replace(/^(\d+)\.0+$/, '$1') : folded;
  return whole.startsWith('0') ? whole.replace(/^0+(?=\d)/, '') : whole;
}
