import { otherNames } from './otherNames.ts';
import { builtInLexicon, type Lexicon } from '../affect/lexicon.ts';
import type { FileError, Hasher, ImageCodec, ReadableFolder, Stop } from '../ports.ts';
import { err, ok, type Result } from '../result.ts';
import { assemble } from './assemble.ts';
import type { Benchmark } from './benchmark.ts';
import type { Descriptor } from './descriptor.ts';
import { draftTable, filterDrafts } from './draftTable.ts';
import { withEmbedded } from './embedded/embeddedFolder.ts';
import { followIndex } from './files/fileIndex.ts';
import { examineBenchmark, withExamined } from './examineBenchmark.ts';
import { fileHeads } from './formats/fileHeads.ts';
import type { Format, FormatContext, FormatReading } from './formats/format.ts';
import { bestFormat, formats } from './formats/registry.ts';
import { withoutRequests } from './formats/requestsBeside.ts';
import { withTablesBeside } from './formats/tablesBeside.ts';
import { listBenchmark, type ListedFile, type Listing } from './files/listing.ts';
import { withoutPredictions } from '../predictions/predictionFiles.ts';
import { followedReading, type KeptReading } from './followedReading.ts';
import { forgetGone, type OpenMemory, takesLong } from './openMemory.ts';
import type { Problem } from './problem.ts';
import { mergeDescriptor, readDescriptor, unknownColumns } from './readDescriptor.ts';

/** How far an opening is: `done` of `total` (absent while it is not known yet). */
export interface OpenProgress {
  readonly done: number;
  readonly total?: number;
  readonly what: 'listing' | 'tables' | 'pictures' | 'bytes';
}

/** Why a folder did not open at all. A folder with nothing in it is no error: it opens empty with the problem `nothing-found`. */
export interface OpenError {
  readonly kind: 'notFound' | 'notPermitted' | 'notAFolder' | 'outsideRoot' | 'io' | 'cancelled';
  /** The folder as a person would write it. */
  readonly path: string;
  /** The system's own words, empty where there are none. */
  readonly detail: string;
}

/** What opening needs from outside. */
export interface OpenOptions {
  /** The `.emolens` folder that belongs to the benchmark, when there is one. */
  readonly store?: ReadableFolder;
  readonly signal?: Stop;
  readonly onProgress?: (progress: OpenProgress) => void;
  readonly hasher: Hasher;
  /** Decodes pictures when `deep`; without it equal bytes are still found. */
  readonly codec?: ImageCodec;
  /**
   * Reads every picture whole, for equal bytes and for pictures that do not decode. `auto`: while they are under 256 MB
   * together. Default false: only the first bytes are read.
   */
  readonly deep?: boolean | 'auto';
  /** False: pictures are not looked at, so that nothing of theirs is among the problems; see `examineBenchmark`, which does that afterwards. */
  readonly examine?: boolean;
  /** Words for emotions; the built-in ones when left out. */
  readonly lexicon?: Lexicon;
  /** What the last opening of the folder left, and where this one leaves its own. */
  readonly memory?: OpenMemory | undefined;
  /** With {@link memory}: the paths below the root that something happened to since, where following that will do for now. */
  readonly follow?: FollowOptions | undefined;
  /** Lists the folder, where whoever opens it knows how to do that with less trouble. */
  readonly list?: typeof listBenchmark;
}

/** How pictures that come and go are followed without reading the tables again that name them. */
export interface FollowOptions {
  readonly changed: readonly string[];
  /** Called where it was done: what the tables say of pictures that came, and of those that went, is open then. */
  readonly onFollowed: () => void;
}

const nothingRead: FormatReading = {
  table: draftTable([], () => ({})),
  problems: [],
  tables: [],
  hasPerceivedLabels: false,
};

/**
 * Opens a benchmark folder: says what it is, reads its items, and lists what is wrong with it. Writes nothing, and reads
 * nothing outside the folder and the store.
 */
export async function openBenchmark(
  given: ReadableFolder,
  options: OpenOptions,
): Promise<Result<Benchmark, OpenError>> {
  const folder = withEmbedded(given);
  const opened = await openIndex(folder, options);
  if (!opened.ok || options.examine === false) return opened;
  const examined = await examineBenchmark(folder, opened.value.items, options);
  if (isAborted(options.signal)) return cancelled(folder);
  return ok(await withExamined(opened.value, examined, options.hasher));
}

/** What names and tables say: one listing of the folder and one reading of each table, whatever the number of pictures. */
async function openIndex(folder: ReadableFolder, options: OpenOptions): Promise<Result<Benchmark, OpenError>> {
  const { signal, hasher, memory, lexicon = builtInLexicon } = options;
  const listed = await (options.list ?? listBenchmark)(folder, {
    ...(signal && { signal }),
    onProgress: (done) => options.onProgress?.({ done, what: 'listing' }),
  });
  if (isAborted(signal)) return cancelled(folder);
  if (!listed.ok) return err(openError(folder, listed.error));
  const heads = fileHeads(folder);
  const { listing: candidates, predictions } = await withoutPredictions(listed.value, heads);
  const described = await readDescriptor(options.store);
  const { descriptor: corrected } = described;
  const listing = corrected.format === 'openai-batch' ? candidates : await withoutRequests(candidates, heads, lexicon);
  if (memory !== undefined) memory.files = followIndex(listing.files, memory.files);
  const declared = formats.find(({ id }) => id === corrected.format);
  const followed = followedFrom(memory?.reading, options.follow, listing.files, corrected);
  const format = followed ? memory?.reading?.format : (declared ?? (await bestFormat(listing, heads, lexicon))?.format);
  options.onProgress?.({ done: 0, what: 'tables' });
  const context = { folder, listing, heads, corrected, lexicon, hasher, memory, signal };
  const read = followed ?? (format && (await readWith(format, context))) ?? nothingRead;
  if (isAborted(signal)) return cancelled(folder);
  if (memory !== undefined && !followed) {
    forgetGone(memory, listing.files);
    memory.reading = takesLong(memory, read) ? { files: listing.files, corrected, format, reading: read } : undefined;
  }
  const { reading, problems: lost } = withoutLost(read, listing);
  const assembled = assemble(reading, corrected, lexicon, memory);
  const name = corrected.name ?? lastSegment(folder.name);
  const descriptor = { name, ...(format && { format: format.id }), ...assembled.inferred };
  return ok({
    name,
    format: format?.id ?? 'none',
    items: assembled.items.calledAlso(otherNames(reading.judged)),
    labels: assembled.labels,
    generators: assembled.generators,
    scales: assembled.scales,
    descriptor: mergeDescriptor(descriptor, corrected),
    problems: [
      ...described.problems,
      ...(format ? unknownColumns(described, reading) : []),
      ...listing.problems,
      ...assembled.problems,
      ...lost,
      ...nothingFound(folder, reading, assembled),
    ],
    fingerprint: await fingerprint(reading, assembled, hasher),
    ...(reading.judged && { judged: reading.judged }),
    ...(reading.unread && { unread: reading.unread }),
    predictions,
  });
}

async function readWith(format: Format, context: FormatContext): Promise<FormatReading> {
  const read = await format.read(context);
  return isAborted(context.signal) ? read : withTablesBeside(format, read, context);
}

function followedFrom(
  kept: KeptReading | undefined,
  follow: FollowOptions | undefined,
  files: readonly ListedFile[],
  corrected: Descriptor,
): FormatReading | undefined {
  const followed = kept && follow && followedReading(kept, { files, corrected, changed: follow.changed });
  if (followed && followed !== kept.reading) follow.onFollowed();
  return followed;
}

/** A function, because the compiler would otherwise take one look at the signal for all later ones. */
function isAborted(signal: Stop | undefined): boolean {
  return signal?.aborted === true;
}

function cancelled(folder: ReadableFolder): { readonly ok: false; readonly error: OpenError } {
  return err({ kind: 'cancelled', path: folder.name, detail: '' });
}

function openError(folder: ReadableFolder, error: FileError): OpenError {
  const kind = error.kind === 'notAFile' ? 'notAFolder' : error.kind === 'diskFull' ? 'io' : error.kind;
  return { kind, path: folder.name, detail: error.detail };
}

/** A link out of the root, or to nothing, is a problem and no item, and its row is none. */
function withoutLost(
  reading: FormatReading,
  { outside, broken }: Listing,
): { readonly reading: FormatReading; readonly problems: readonly Problem[] } {
  if (outside.size === 0 && broken.size === 0) return { reading, problems: [] };
  const found = new Set<string>();
  const isThere = (path: string): boolean => {
    if (!outside.has(path) && !broken.has(path)) return true;
    found.add(path);
    return false;
  };
  const table = filterDrafts(reading.table, isThere);
  const problems = reading.problems.filter(({ item }) => item === undefined || isThere(item));
  return { reading: { ...reading, table, problems }, problems: [...found].map(lostFile) };

  function lostFile(file: string): Problem {
    return outside.has(file)
      ? { kind: 'outside-root', file, facts: { reason: 'outsideRoot', detail: '' } }
      : { kind: 'unreadable', file, facts: { reason: 'notFound', detail: '' } };
  }
}

/** Nothing to look at, or pictures of which nothing is known: one sentence for both, and no welcome to an empty tree. */
function nothingFound(
  folder: ReadableFolder,
  reading: FormatReading,
  { items, labels, generators }: Pick<Benchmark, 'items' | 'labels' | 'generators'>,
): readonly Problem[] {
  if (reading.tables.length > 0 || reading.problems.length > 0) return [];
  if (items.length > 0 && (labels.length > 0 || generators.length > 0)) return [];
  const what = items.length === 0 ? 'pictures' : 'labels';
  return [{ kind: 'nothing-found', file: '', facts: { what, folder: folder.name, pictures: String(items.length) } }];
}

function lastSegment(name: string): string {
  return name.split(/[\\/]/).findLast((segment) => segment !== '') ?? name;
}

async function fingerprint(
  reading: FormatReading,
  { items }: Pick<Benchmark, 'items'>,
  hasher: Hasher,
): Promise<string> {
  const tables = reading.tables.map((table) => JSON.stringify([table.path, table.sha256]));
  return hasher.sha256(encoded(tables.map((table) => `${table}\n`).join(''), items.ids.all));
}

/** Two texts one behind the other in UTF-8. A long one of ASCII is not joined to anything before. */
function encoded(head: string, long: string): Uint8Array {
  const encoder = new TextEncoder();
  const first = encoder.encode(head);
  const bytes = new Uint8Array(first.length + long.length);
  bytes.set(first);
  const { read } = encoder.encodeInto(long, bytes.subarray(first.length));
  return read === long.length ? bytes : encoder.encode(head + long);
}
