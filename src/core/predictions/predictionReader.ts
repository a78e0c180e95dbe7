import { listedFile } from '../benchmark/files/listing.ts';
import type { FileError, Hasher, ReadableFolder } from '../ports.ts';
import { ok, type Result } from '../result.ts';
import type { ForeignHead, ReplyReader, ReplySink } from './foreignReply.ts';
import type { PredictionTool } from './predictionFile.ts';
import { readBatch } from './readBatch.ts';
import { readInspect } from './readInspect.ts';
import { readLmmsEval } from './readLmmsEval.ts';
import { readPromptfoo } from './readPromptfoo.ts';
import { readTableRows, type TableRows, type WantedRows } from './tableRows.ts';
import { readVlmEvalKit } from './readVlmEvalKit.ts';

/** A file of replies: where it lies, whose it is, and whether its hash is wanted, for which all of it is read once more. */
export interface RepliesFile {
  readonly folder: ReadableFolder;
  readonly path: string;
  readonly tool: PredictionTool;
  readonly isHashed: boolean;
}

/** What a file of replies says beside them. */
export interface ReadReplies {
  readonly head: ForeignHead;
  /** Of the whole file, where it is wanted. */
  readonly sha256?: string;
}

/** Reads what opening predictions needs of files as large as people have them; a platform with threads does so in another one. */
export interface PredictionReader {
  /** Reads a file from its beginning to its end; the sink is given one thing after the other, each when it is done with the one before. */
  replies(file: RepliesFile, sink: ReplySink): Promise<Result<ReadReplies, FileError>>;
  /** Reads a table of the benchmark, some rows at a time in their order; one that cannot be read has none. */
  rows(folder: ReadableFolder, wanted: WantedRows, take: (rows: TableRows) => Promise<void>): Promise<void>;
}

const readers: Readonly<Record<PredictionTool, ReplyReader>> = {
  vlmevalkit: readVlmEvalKit,
  'lmms-eval': readLmmsEval,
  inspect: readInspect,
  promptfoo: readPromptfoo,
  'openai-batch': readBatch,
};

/** Reads on this thread, which is held up by files that have to be read whole. */
export function directReader(hasher: Hasher): PredictionReader {
  return {
    async replies({ folder, path, tool, isHashed }, sink) {
      const sha256 = isHashed ? await hashOf(folder, path, hasher) : ok(undefined);
      if (!sha256.ok) return sha256;
      const head = await readers[tool]({ folder, path, hasher, beside: () => namesBeside(folder, path) }, sink);
      return ok({ head, ...(sha256.value !== undefined && { sha256: sha256.value }) });
    },
    rows: readTableRows,
  };
}

async function hashOf(folder: ReadableFolder, path: string, hasher: Hasher): Promise<Result<string, FileError>> {
  const bytes = await folder.read(path);
  return bytes.ok ? ok(await hasher.sha256(bytes.value)) : bytes;
}

async function namesBeside(folder: ReadableFolder, path: string): Promise<readonly string[]> {
  const entries = await folder.list(listedFile(path).folder);
  return entries.ok ? entries.value.filter(({ kind }) => kind === 'file').map(({ name }) => name) : [];
}
