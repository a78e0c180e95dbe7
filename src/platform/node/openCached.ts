import type { Benchmark } from '../../core/benchmark/benchmark.ts';
import { builtInLexicon } from '../../core/affect/lexicon.ts';
import type { ItemTableParts } from '../../core/benchmark/itemColumns.ts';
import { ItemTable } from '../../core/benchmark/itemTable.ts';
import type { listBenchmark } from '../../core/benchmark/files/listing.ts';
import type { OpenMemory } from '../../core/benchmark/openMemory.ts';
import { openBenchmark, type OpenError, type OpenProgress } from '../../core/benchmark/openBenchmark.ts';
import { descriptorFile } from '../../core/benchmark/readDescriptor.ts';
import { ok, type Result } from '../../core/result.ts';
import { withEmbedded } from '../../core/benchmark/embedded/embeddedFolder.ts';
import type { ReadableFolder, Stop } from '../../core/ports.ts';
import { cacheName, readCache, writeCache } from './cacheFile.ts';
import { readableFolder } from './nodeFolder.ts';
import { nodeHasher } from './nodeHasher.ts';
import { notingFolder, stampsHold, takeStamps, type Looked, type Stamps } from './openStamps.ts';

/** A benchmark as plain data. */
export type PlainBenchmark = Omit<Benchmark, 'items'> & { readonly items: ItemTableParts };

/** How a folder is opened through the cache. */
export interface OpenCachedOptions {
  /** Path of the `.emolens` folder. */
  readonly store: string;
  /** Where the cache is; without it nothing is kept. */
  readonly cache?: string | undefined;
  /** What read the folder: another program may read it otherwise. */
  readonly version: string;
  readonly signal?: Stop;
  readonly onProgress?: (progress: OpenProgress) => void;
  /** Wraps the folder, such as to keep what was listed. */
  readonly folder?: ReadableFolder;
  /** False: the cache is written and not asked. */
  readonly askCache?: boolean;
  /** Lists the folder otherwise than by asking for all of it. */
  readonly known?: KnownFolder | undefined;
  /** Where reading leaves what the next one can begin with. */
  readonly memory?: OpenMemory | undefined;
  /** Paths that something happened to: where these are pictures, following them will do for now. */
  readonly changed?: readonly string[] | undefined;
  /** Stands in place of the descriptor in the store, as JSON; then nothing is kept. */
  readonly descriptor?: string | undefined;
}

/** How a folder that was opened before is listed. */
export interface KnownFolder {
  readonly list: typeof listBenchmark;
  /** All folders that the listing depends on, once it is made. */
  readonly folders: () => Iterable<string>;
}

interface Kept {
  readonly root: Stamps;
  readonly store: Stamps;
  readonly benchmark: PlainBenchmark;
}

const kind = 'index';

/** What came of {@link openCached}. */
export interface CachedOpening {
  readonly opened: Result<PlainBenchmark, OpenError>;
  readonly cached: boolean;
  /** Pictures that came or went were followed: what the tables say of them is left open. */
  readonly isProvisional: boolean;
  /** Writes the cache; to be awaited before the process ends. */
  readonly finish: () => Promise<void>;
}

/**
 * Opens a benchmark (its pictures are not looked at), from the cache where nothing that an opening looks at has changed since: what
 * the cache says is what opening would.
 */
export async function openCached(root: string, options: OpenCachedOptions): Promise<CachedOpening> {
  const version = `4 ${options.version} ${builtInLexicon.version}`;
  const name = cacheName(root, kind);
  const nothing = () => Promise.resolve();
  if (options.cache !== undefined && options.descriptor === undefined && options.askCache !== false) {
    const kept = (await readCache(options.cache, name, version)) as Kept | undefined;
    if (kept !== undefined && (await stampsHold(root, kept.root)) && (await stampsHold(options.store, kept.store))) {
      return { opened: ok(kept.benchmark), cached: true, isProvisional: false, finish: nothing };
    }
  }
  const since = Date.now();
  const noted = notingFolder(options.folder ?? readableFolder(root));
  const store = notingFolder(storeOf(options));
  const { changed } = options;
  let isProvisional = false;
  const opened = await openBenchmark(withEmbedded(noted.folder), {
    store: store.folder,
    hasher: nodeHasher,
    examine: false,
    memory: options.memory,
    follow: changed && { changed, onFollowed: () => (isProvisional = true) },
    ...(options.known && { list: options.known.list }),
    ...(options.signal && { signal: options.signal }),
    ...(options.onProgress && { onProgress: options.onProgress }),
  });
  if (!opened.ok) return { opened, cached: false, isProvisional: false, finish: nothing };
  const benchmark: PlainBenchmark = { ...opened.value, items: opened.value.items.parts };
  const cache = options.descriptor === undefined && !isProvisional ? options.cache : undefined;
  const finish = async (): Promise<void> => {
    if (cache === undefined) return;
    const stamps = {
      root: await takeStamps(root, withFolders(noted.looked, options.known?.folders() ?? []), since),
      store: await takeStamps(options.store, store.looked, since),
    };
    if (!stamps.root.settled || !stamps.store.settled) return;
    await writeCache(cache, name, version, { ...stamps, benchmark } satisfies Kept);
  };
  return { opened: ok(benchmark), cached: false, isProvisional, finish };
}

function storeOf({ store, descriptor }: OpenCachedOptions): ReadableFolder {
  const folder = readableFolder(store);
  if (descriptor === undefined) return folder;
  const bytes = new TextEncoder().encode(descriptor);
  return {
    ...folder,
    read: (path) => (path === descriptorFile ? Promise.resolve(ok(bytes)) : folder.read(path)),
  };
}

function withFolders({ paths, links }: Looked, folders: Iterable<string>): Looked {
  return { paths: new Set([...paths, ...folders]), links };
}

/** The benchmark of plain data. */
export function benchmarkOf(plain: PlainBenchmark): Benchmark {
  return { ...plain, items: ItemTable.from(plain.items) };
}
