import { imageSize, mostPixels, sniffImage } from '../images/sniff.ts';
import { judgeVideo, type ReadRange } from '../video/judgeVideo.ts';
import { isWholeImage } from '../images/wholeImage.ts';
import type { FileError, Hasher, ImageCodec, ImageError, ReadableFolder, Stop } from '../ports.ts';
import { eachBounded, mapBounded } from './boundedParallel.ts';
import { isVideoFile, listedFile } from './files/listing.ts';
import type { Problem } from './problem.ts';
import { isTableFile } from './tables/recordTable.ts';

/** What was found out about one picture by its first bytes. */
interface ExaminedPicture {
  /** Bytes; 0 where the file could not be reached. */
  readonly size: number;
  /** Time of change, ms since 1970; 0 where the file could not be reached. */
  readonly mtime: number;
  readonly problems: readonly Problem[];
}

/**
 * What was found out about many pictures by their first bytes, by their place in the order given. There may be 287,000 of them, of
 * which few have problems: numbers stand in columns, and only those few have an entry.
 */
export interface ExaminedPictures {
  /** Bytes; 0 where the file could not be reached. */
  readonly sizes: Float64Array;
  /** Times of change, ms since 1970; 0 where the file could not be reached. */
  readonly mtimes: Float64Array;
  readonly problems: ReadonlyMap<number, readonly Problem[]>;
}

/** Paths in an order, each of them made when it is asked for. */
export interface PathList {
  readonly length: number;
  idAt(index: number): string;
}

/** What is known of a picture that has not changed since. */
export interface NotedPicture {
  /** Problems that its first bytes show. */
  readonly head: readonly Problem[];
  /** What reading all of it came to, where that was done; without a hash where no other picture had its size. */
  readonly whole?: { readonly sha256?: string; readonly problem?: Problem };
}

/** Remembers pictures by path, size in bytes and time of change, so that they are not looked at again. */
export interface PictureNotes {
  recall(path: string, size: number, mtime: number): NotedPicture | undefined;
  note(path: string, size: number, mtime: number, noted: NotedPicture): void;
}

/** What examining needs from outside. */
export interface ExamineOptions {
  readonly notes?: PictureNotes | undefined;
  readonly signal?: Stop;
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of problems as they are found, some at a time. */
  readonly onProblems?: (problems: readonly Problem[]) => void;
}

const filesAtOnce = 32;
const wholeFilesAtOnce = 6;
/** One block of most file systems; reaches the size in all formats but a JPEG with metadata before it. */
const shortHead = 4096;
const longHead = 256 * 1024;

/** Looks at the size and the first bytes of each picture. Those not done when the signal aborts are as those that could not be reached. */
export async function examinePictures(
  folder: ReadableFolder,
  paths: PathList,
  options: ExamineOptions = {},
): Promise<ExaminedPictures> {
  const { length } = paths;
  const sizes = new Float64Array(length);
  const mtimes = new Float64Array(length);
  const problems = new Map<number, readonly Problem[]>();
  let done = 0;
  const examine = async (index: number) => {
    const picture = await examineHead(folder, paths.idAt(index), options.notes);
    sizes[index] = picture.size;
    mtimes[index] = picture.mtime;
    done++;
    if (picture.problems.length > 0) {
      problems.set(index, picture.problems);
      options.onProblems?.(picture.problems);
    }
    if (done % 256 === 0 || done === length) options.onProgress?.(done, length);
  };
  await eachBounded(length, filesAtOnce, examine, options.signal);
  // They were met in the order of being done.
  return { sizes, mtimes, problems: new Map([...problems].sort(([a], [b]) => a - b)) };
}

async function examineHead(
  folder: ReadableFolder,
  path: string,
  notes: PictureNotes | undefined,
): Promise<ExaminedPicture> {
  const stat = await folder.stat(path);
  if (!stat.ok) return unreachable(path, stat.error);
  const { size, mtime } = stat.value;
  const seen = { size, mtime };
  if (size === 0) return { ...seen, problems: [pictureProblem('empty-image', path)] };
  const noted = notes?.recall(path, size, mtime);
  if (noted) return { ...seen, problems: noted.head };
  const head = await folder.readHead(path, shortHead);
  if (!head.ok) return { ...unreachable(path, head.error), size };
  const judge = isVideo(path) ? judgeVideoHead : judgeHead;
  const problems = await judge(folder, path, size, head.value);
  notes?.note(path, size, mtime, { head: problems });
  return { ...seen, problems };
}

function isVideo(path: string): boolean {
  return isVideoFile(listedFile(path));
}

function unreachable(path: string, error: FileError): ExaminedPicture {
  const facts = { reason: error.kind, detail: error.detail };
  if (error.kind === 'outsideRoot') {
    return { size: 0, mtime: 0, problems: [{ kind: 'outside-root', file: path, facts }] };
  }
  return { size: 0, mtime: 0, problems: [{ ...pictureProblem('unreadable', path), facts }] };
}

async function judgeHead(
  folder: ReadableFolder,
  path: string,
  size: number,
  head: Uint8Array,
): Promise<readonly Problem[]> {
  const type = sniffImage(head);
  const { extension } = listedFile(path);
  if (!type) {
    const video = await judgeVideo(head, size, rangesOf(folder, path));
    if (video && extension !== '') return [pictureProblem('wrong-extension', path, { extension, type: video.type })];
    return [pictureProblem('corrupt-image', path, { reason: 'header' })];
  }
  const problems: Problem[] = [];
  // The name of a picture inside a table is ours.
  const isEmbedded = isTableFile(listedFile(listedFile(path).folder));
  if (extension !== '' && !isEmbedded && !type.extensions.includes(extension)) {
    problems.push(pictureProblem('wrong-extension', path, { extension, type: type.mime }));
  }
  let pixels = imageSize(head);
  let seen = head.length;
  if (!pixels && seen < size) {
    const longer = await folder.readHead(path, longHead);
    if (longer.ok) {
      pixels = imageSize(longer.value);
      seen = longer.value.length;
    }
  }
  if (pixels && pixels.width * pixels.height > mostPixels) {
    const facts = { width: String(pixels.width), height: String(pixels.height) };
    problems.push(pictureProblem('over-large', path, facts));
  } else if (!pixels && (seen >= size || hasFixedHeader(type.mime))) {
    problems.push(pictureProblem('corrupt-image', path, { reason: 'header' }));
  }
  return problems;
}

async function judgeVideoHead(
  folder: ReadableFolder,
  path: string,
  size: number,
  head: Uint8Array,
): Promise<readonly Problem[]> {
  const { extension } = listedFile(path);
  const image = sniffImage(head);
  if (image) return [pictureProblem('wrong-extension', path, { extension, type: image.mime })];
  const video = await judgeVideo(head, size, rangesOf(folder, path));
  if (video === undefined) return [pictureProblem('corrupt-image', path, { reason: 'header' })];
  const problems: Problem[] = [];
  if (!video.extensions.includes(extension)) {
    problems.push(pictureProblem('wrong-extension', path, { extension, type: video.type }));
  }
  if (video.isCutOff) problems.push(pictureProblem('corrupt-image', path, { reason: 'decode' }));
  return problems;
}

function rangesOf(folder: ReadableFolder, path: string): ReadRange {
  return async (start, length) => {
    const read = await folder.readRange(path, start, length);
    return read.ok ? read.value : undefined;
  };
}

/** Formats whose size stands at a fixed place near the start: if it is not there, it is nowhere. */
function hasFixedHeader(mime: string): boolean {
  return ['image/png', 'image/gif', 'image/bmp', 'image/webp'].includes(mime);
}

function pictureProblem(kind: Problem['kind'], path: string, facts: Problem['facts'] = {}): Problem {
  return { kind, file: path, item: path, facts };
}

/**
 * Reads pictures whole: equal bytes are `duplicate-image` (each but the first, in the order given), and what is cut off or the
 * codec cannot decode is `corrupt-image`. Pictures that already have a problem of their bytes are passed over. Without a codec only
 * pictures of equal size are read.
 */
export async function examineBytes(
  folder: ReadableFolder,
  paths: PathList,
  { sizes, mtimes, problems: ofHeads }: ExaminedPictures,
  tools: { readonly hasher: Hasher; readonly codec?: ImageCodec },
  options: ExamineOptions = {},
): Promise<readonly Problem[]> {
  const ofSize = new Map<number, number>();
  for (const size of sizes) ofSize.set(size, (ofSize.get(size) ?? 0) + 1);
  const isShared = (size: number) => ofSize.get(size)! > 1;
  const isDecoded = (place: number) => tools.codec !== undefined && !isVideo(paths.idAt(place));
  const read: number[] = [];
  for (const [place, size] of sizes.entries()) {
    if (isWhole(ofHeads.get(place) ?? []) && (isShared(size) || isDecoded(place))) read.push(place);
  }
  let done = 0;
  const results = await mapBounded(
    read,
    wholeFilesAtOnce,
    async (place) => {
      const path = paths.idAt(place);
      const size = sizes[place]!;
      const mtime = mtimes[place]!;
      const before = options.notes?.recall(path, size, mtime)?.whole;
      const isKnown = before !== undefined && (before.sha256 !== undefined || !isShared(size));
      const result = isKnown ? before : await examineWhole(folder, path, isShared(size), tools);
      const head = ofHeads.get(place) ?? [];
      if (!isKnown && tools.codec) options.notes?.note(path, size, mtime, { head, whole: result });
      options.onProgress?.(++done, read.length);
      if (result.problem) options.onProblems?.([result.problem]);
      return result;
    },
    options.signal,
  );
  const firstOf = new Map<string, string>();
  const problems: Problem[] = [];
  const duplicates: Problem[] = [];
  for (const [i, result] of results.entries()) {
    const path = paths.idAt(read[i]!);
    if (result?.problem) problems.push(result.problem);
    if (result?.sha256 === undefined) continue;
    const first = firstOf.get(result.sha256);
    if (first === undefined) firstOf.set(result.sha256, path);
    else {
      const duplicate = pictureProblem('duplicate-image', path, { of: first });
      problems.push(duplicate);
      duplicates.push(duplicate);
    }
  }
  if (duplicates.length > 0) options.onProblems?.(duplicates);
  return problems;
}

function isWhole(problems: readonly Problem[]): boolean {
  return problems.every((problem) => problem.kind === 'wrong-extension');
}

async function examineWhole(
  folder: ReadableFolder,
  path: string,
  compare: boolean,
  tools: { readonly hasher: Hasher; readonly codec?: ImageCodec },
): Promise<{ readonly sha256?: string; readonly problem?: Problem }> {
  const bytes = await folder.read(path);
  if (!bytes.ok) {
    const facts = { reason: bytes.error.kind, detail: bytes.error.detail };
    return { problem: pictureProblem('unreadable', path, facts) };
  }
  const type = sniffImage(bytes.value);
  if (type !== undefined && !isWholeImage(bytes.value, type.mime)) {
    return { problem: pictureProblem('corrupt-image', path, { reason: 'decode', detail: 'the file is cut off' }) };
  }
  const sha256 = compare ? { sha256: await tools.hasher.sha256(bytes.value) } : {};
  const decoded = isVideo(path) ? undefined : await tools.codec?.decode(bytes.value);
  if (decoded === undefined || decoded.ok) return sha256;
  const problem = decodeProblem(path, decoded.error);
  return problem === undefined ? sha256 : { ...sha256, problem };
}

/** A type that the codec does not know says nothing about the picture. */
function decodeProblem(path: string, error: ImageError): Problem | undefined {
  const facts = { reason: 'decode', detail: error.detail };
  if (error.kind === 'corruptImage') return pictureProblem('corrupt-image', path, facts);
  if (error.kind === 'oversizedImage') return pictureProblem('over-large', path, facts);
  return error.kind === 'emptyImage' ? pictureProblem('empty-image', path) : undefined;
}
