import { imageSize, mostPixels, sniffImage } from '../images/sniff.ts';
import { isWholeImage } from '../images/wholeImage.ts';
import type { FileError, Hasher, ImageCodec, ImageError, ReadableFolder } from '../ports.ts';
import { mapBounded } from './boundedParallel.ts';
import { isVideoFile, listedFile } from './listing.ts';
import type { Problem } from './problem.ts';
import { isTableFile } from './recordTable.ts';

/** What was found out about one picture. */
export interface ExaminedPicture {
  readonly path: string;
  /** Bytes; 0 where the file could not be reached. */
  readonly size: number;
  /** Time of change, ms since 1970; 0 where the file could not be reached. */
  readonly mtime: number;
  /** False when the file is a link out of the root, or is gone: then it is no item. */
  readonly exists: boolean;
  readonly problems: readonly Problem[];
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
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of problems as they are found, some at a time. */
  readonly onProblems?: (problems: readonly Problem[]) => void;
}

const filesAtOnce = 32;
const wholeFilesAtOnce = 6;
/** One block of most file systems; reaches the size in all formats but a JPEG with metadata before it. */
const shortHead = 4096;
const longHead = 256 * 1024;

/** Looks at the size and the first bytes of each picture. Results are in the order of `paths`; those not done when the signal aborts are left out. */
export async function examinePictures(
  folder: ReadableFolder,
  paths: readonly string[],
  options: ExamineOptions = {},
): Promise<readonly ExaminedPicture[]> {
  let done = 0;
  const examine = async (path: string) => {
    const picture = await examineHead(folder, path, options.notes);
    done++;
    if (picture.problems.length > 0) options.onProblems?.(picture.problems);
    if (done % 256 === 0 || done === paths.length) options.onProgress?.(done, paths.length);
    return picture;
  };
  const pictures = await mapBounded(paths, filesAtOnce, examine, options.signal);
  return pictures.filter((picture) => picture !== undefined);
}

async function examineHead(
  folder: ReadableFolder,
  path: string,
  notes: PictureNotes | undefined,
): Promise<ExaminedPicture> {
  const stat = await folder.stat(path);
  if (!stat.ok) return unreachable(path, stat.error);
  const { size, mtime } = stat.value;
  const seen = { path, size, mtime, exists: true };
  if (size === 0) return { ...seen, problems: [pictureProblem('empty-image', path)] };
  if (isVideo(path)) return { ...seen, problems: [] };
  const noted = notes?.recall(path, size, mtime);
  if (noted) return { ...seen, problems: noted.head };
  const head = await folder.readHead(path, shortHead);
  if (!head.ok) return { ...unreachable(path, head.error), size };
  const problems = await judgeHead(folder, path, size, head.value);
  notes?.note(path, size, mtime, { head: problems });
  return { ...seen, problems };
}

/** Videos are taken at their word: their bytes are judged where they are played. */
function isVideo(path: string): boolean {
  return isVideoFile(listedFile(path));
}

function unreachable(path: string, error: FileError): ExaminedPicture {
  const facts = { reason: error.kind, detail: error.detail };
  if (error.kind === 'outsideRoot') {
    return { path, size: 0, mtime: 0, exists: false, problems: [{ kind: 'outside-root', file: path, facts }] };
  }
  const exists = error.kind !== 'notFound' && error.kind !== 'notAFile';
  return { path, size: 0, mtime: 0, exists, problems: [{ ...pictureProblem('unreadable', path), facts }] };
}

async function judgeHead(
  folder: ReadableFolder,
  path: string,
  size: number,
  head: Uint8Array,
): Promise<readonly Problem[]> {
  const type = sniffImage(head);
  if (!type) return [pictureProblem('corrupt-image', path, { reason: 'header' })];
  const problems: Problem[] = [];
  const { extension } = listedFile(path);
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
  pictures: readonly ExaminedPicture[],
  tools: { readonly hasher: Hasher; readonly codec?: ImageCodec },
  options: ExamineOptions = {},
): Promise<readonly Problem[]> {
  const ofSize = new Map<number, number>();
  for (const { size } of pictures) ofSize.set(size, (ofSize.get(size) ?? 0) + 1);
  const isShared = (size: number) => ofSize.get(size)! > 1;
  const isDecoded = ({ path }: ExaminedPicture) => tools.codec !== undefined && !isVideo(path);
  const read = pictures.filter((picture) => isWhole(picture) && (isDecoded(picture) || isShared(picture.size)));
  let done = 0;
  const results = await mapBounded(
    read,
    wholeFilesAtOnce,
    async ({ path, size, mtime, problems }) => {
      const before = options.notes?.recall(path, size, mtime)?.whole;
      const isKnown = before !== undefined && (before.sha256 !== undefined || !isShared(size));
      const result = isKnown ? before : await examineWhole(folder, path, isShared(size), tools);
      if (!isKnown && tools.codec) options.notes?.note(path, size, mtime, { head: problems, whole: result });
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
    const path = read[i]!.path;
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

function isWhole(picture: ExaminedPicture): boolean {
  return picture.exists && picture.problems.every((problem) => problem.kind === 'wrong-extension');
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
