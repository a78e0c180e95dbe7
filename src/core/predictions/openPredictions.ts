import { builtInLexicon, type Lexicon } from '../affect/lexicon.ts';
import { polarityTable } from '../affect/polarity.ts';
import { withEmbedded } from '../benchmark/embedded/embeddedFolder.ts';
import type { Benchmark } from '../benchmark/benchmark.ts';
import { ItemTable } from '../benchmark/itemTable.ts';
import { fileHeads } from '../benchmark/formats/fileHeads.ts';
import { jsonBeginning } from '../benchmark/formats/jsonBeginning.ts';
import { isJsonObject, textField } from '../benchmark/formats/jsonValues.ts';
import { listBenchmark, listedFile } from '../benchmark/files/listing.ts';
import type { FileError, Hasher, ReadableFolder } from '../ports.ts';
import { err, ok, type Result } from '../result.ts';
import { ForeignRuns, type ForeignRun } from './foreignRun.ts';
import { ItemMatcher } from './matchItems.ts';
import { documentFinder, numberOf, type DocumentFinder, type NumberedDocument } from './numberedDocuments.ts';
import { predictionFileKind, type PredictionTool } from './predictionFile.ts';
import { withoutPredictions } from './predictionFiles.ts';
import { directReader, type PredictionReader, type RepliesFile } from './predictionReader.ts';
import { isErrorFile, outputOf } from './readBatch.ts';
import { type ReadingSide, targetLabel } from './readForeign.ts';
import { wordAt } from '../query/columns/columnValues.ts';

/** A prediction file: where it lies, and what it is called in records and problems. */
export interface PredictionPlace {
  readonly folder: ReadableFolder;
  readonly path: string;
  readonly name: string;
}

/** What opening predictions needs. */
export interface PredictionOptions {
  /** The benchmark's folder, where its pictures are. */
  readonly images: ReadableFolder;
  readonly benchmark: Benchmark;
  readonly hasher: Hasher;
  /** Reads the files; left out, on this thread. */
  readonly reader?: PredictionReader;
  readonly lexicon?: Lexicon;
  readonly signal?: AbortSignal;
  /** Gives way to other work; called between replies. */
  readonly pause?: () => Promise<void>;
}

/** Why a file gives no runs. */
export type PredictionError = FileError | { readonly kind: 'noPredictions' };

/** The prediction files of a benchmark's folder that runs are read from: not those that only say more about others. */
export async function findPredictions(
  images: ReadableFolder,
  benchmark: Pick<Benchmark, 'predictions'>,
  signal?: AbortSignal,
): Promise<readonly PredictionPlace[]> {
  const heads = fileHeads(images);
  const paths = benchmark.predictions ?? (await pathsIn(images, heads, signal));
  const found: { readonly path: string; readonly tool: PredictionTool }[] = [];
  for (const path of paths) {
    const file = listedFile(path);
    const kind = predictionFileKind(
      file,
      file.extension === 'eval' || file.extension === 'xlsx' ? '' : await heads(path),
    );
    if (kind?.holds === 'replies') found.push({ path, tool: kind.tool });
  }
  const batches = found.filter(({ tool }) => tool === 'openai-batch').map(({ path }) => path);
  const tables = found.filter(({ tool }) => tool === 'vlmevalkit').map(({ path }) => path);
  return found
    .filter(({ path }) => !(isErrorFile(path) && outputOf(path, batches) !== undefined))
    .filter(({ path }) => !isJudged(path, tables))
    .map(({ path }) => ({ folder: images, path, name: path }));
}

/** A judged copy (`{model}_{dataset}_{judge}.xlsx`) holds the same replies and says more. */
function isJudged(path: string, tables: readonly string[]): boolean {
  const { folder, stem } = listedFile(path);
  return tables.some((other) => {
    const file = listedFile(other);
    return file.folder === folder && file.stem.startsWith(`${stem}_`);
  });
}

async function pathsIn(
  images: ReadableFolder,
  heads: ReturnType<typeof fileHeads>,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const listed = await listBenchmark(images, { ...(signal && { signal }) });
  return listed.ok ? (await withoutPredictions(listed.value, heads)).predictions : [];
}

/** Opens prediction files as runs of a benchmark, one after the other; each file gives its runs, or why it gives none. */
export class PredictionOpener {
  readonly #options: PredictionOptions;
  readonly #reader: PredictionReader;
  readonly #matcher: ItemMatcher;

  constructor(options: PredictionOptions) {
    this.#options = options;
    const { benchmark, images, hasher, signal, pause } = options;
    this.#reader = options.reader ?? directReader(hasher);
    this.#matcher = new ItemMatcher({
      items: benchmark.items,
      folder: withEmbedded(images),
      hasher,
      reader: this.#reader,
      hasIndexes: benchmark.format === 'vlmevalkit',
      idColumn: benchmark.descriptor.columns?.id,
      imageColumn: benchmark.descriptor.columns?.image,
      ...(signal && { signal }),
      ...(pause && { pause }),
    });
  }

  async open({ folder, path, name }: PredictionPlace): Promise<Result<readonly ForeignRun[], PredictionError>> {
    const { benchmark, lexicon = builtInLexicon, pause = () => Promise.resolve() } = this.#options;
    const stat = await folder.stat(path);
    if (!stat.ok) return stat;
    const head = await fileHeads(folder)(path);
    const kind = predictionFileKind(listedFile(path), head);
    if (kind?.holds !== 'replies') return err({ kind: 'noPredictions' });
    const side: ReadingSide = {
      labels: benchmark.labels,
      scales: benchmark.scales,
      polarity: polarityTable(benchmark.labels, benchmark.descriptor.polarity),
      lexicon,
    };
    const file: RepliesFile = { folder, path, tool: kind.tool, isHashed: stat.value.size <= mostHashedBytes };
    const findDocument = callsByNumber(kind.tool, head) ? await this.#documents(file, side) : undefined;
    const runs = new ForeignRuns({
      tool: kind.tool,
      file: name,
      mtime: stat.value.mtime,
      benchmark,
      side,
      matcher: this.#matcher,
      ...(findDocument && { findDocument }),
      pause,
    });
    let failure: FileError | undefined;
    const read = await this.#reader.replies(file, {
      reply: (reply) => runs.add(reply),
      bad: (bad) => runs.bad(bad),
      failed: (error) => {
        failure ??= error;
        runs.bad({ line: 1, detail: error.detail });
      },
    });
    if (!read.ok) return read;
    // A workbook is known by its name alone until it is read: most are no predictions.
    if (!runs.hasReplies && listedFile(path).extension === 'xlsx') return err({ kind: 'noPredictions' });
    if (!runs.hasReplies && failure !== undefined) return err(failure);
    return ok(runs.runs(read.value));
  }

  /** Goes through the file once for its numbers and right answers alone. */
  async #documents(file: RepliesFile, side: ReadingSide): Promise<DocumentFinder | undefined> {
    const documents: NumberedDocument[] = [];
    const numbered = { ...file, isHashed: false };
    await this.#reader.replies(numbered, {
      reply: async (reply) => {
        const number = numberOf(reply);
        if (number === undefined) return;
        const target = targetLabel(reply, side);
        documents.push({ number, ...(target !== undefined && { target }) });
        if (documents.length % documentsAtOnce === 0) await this.#options.pause?.();
      },
      bad: () => undefined,
      failed: () => undefined,
    });
    const table = ItemTable.of(this.#options.benchmark.items);
    const { pause } = this.#options;
    return documentFinder(documents, {
      matcher: this.#matcher,
      labelOf: (id) => wordAt(table.column('label'), table.indexOf(id)),
      ...(pause && { pause }),
    });
  }
}

const documentsAtOnce = 200;
/** Hashing needs the whole file in memory. */
const mostHashedBytes = 1024 * 1024 * 1024;

/** Whether a file of lmms-eval calls its documents by number, as its first line shows. */
function callsByNumber(tool: PredictionTool, head: string): boolean {
  const first = tool === 'lmms-eval' ? jsonBeginning(head).records.find(isJsonObject) : undefined;
  return first !== undefined && /^\d+$/.test(textField(first, 'doc_id') ?? '');
}
