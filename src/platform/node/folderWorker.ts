import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { FormatId } from '../../core/benchmark/benchmark.ts';
import { type SampledTable, sampleTable } from '../../core/benchmark/configuration.ts';
import { listedFile } from '../../core/benchmark/files/listing.ts';
import { recogniseBenchmark } from '../../core/benchmark/recogniseBenchmark.ts';
import type { FileError, FileStat, ReadableFolder } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import { benchmarkFolder } from './benchmarkFolder.ts';
import { storeName } from './benchmarkStore.ts';
import { readableFolder } from './nodeFolder.ts';
import { stampOf } from './openStamps.ts';

/** What is wanted of a folder: what it is, a picture that is in one of its tables, by its path below the table's, or the first rows of a table. */
export type FolderJob =
  | { readonly do: 'stat'; readonly root: string; readonly path: string }
  | {
      readonly do: 'read';
      readonly root: string;
      readonly path: string;
      readonly start: number;
      readonly length: number;
    }
  | { readonly do: 'recognise'; readonly root: string }
  | { readonly do: 'sample'; readonly root: string; readonly path: string };

/** What came of a job. */
export type FolderReply =
  | { readonly did: 'stat'; readonly stat: Result<FileStat, FileError> }
  | { readonly did: 'read'; readonly bytes: Result<Uint8Array, FileError> }
  | { readonly did: 'recognise'; readonly format: FormatId }
  | { readonly did: 'sample'; readonly sampled: SampledTable | undefined };

/** A table as it was when it was read to learn where its pictures are. */
interface Known {
  readonly folder: ReadableFolder;
  readonly stamp: string;
}

const tables = new Map<string, Known>();

parentPort?.on('message', (job: FolderJob) => void answer(job));

async function answer(job: FolderJob): Promise<void> {
  const reply = await replyTo(job);
  const bytes = reply.did === 'read' && reply.bytes.ok ? reply.bytes.value : undefined;
  const isWhole = bytes !== undefined && bytes.byteLength === bytes.buffer.byteLength;
  parentPort?.postMessage(reply, isWhole ? [bytes.buffer as ArrayBuffer] : []);
}

async function replyTo(job: FolderJob): Promise<FolderReply> {
  const { root } = job;
  if (job.do === 'recognise') return { did: 'recognise', format: await recognised(root) };
  const { path } = job;
  if (job.do === 'sample') return { did: 'sample', sampled: await sampleTable(benchmarkFolder(root), path) };
  const folder = await folderFor(root, listedFile(path).folder);
  if (job.do === 'stat') return { did: 'stat', stat: await folder.stat(path) };
  return { did: 'read', bytes: await folder.readRange(path, job.start, job.length) };
}

/** By its names alone and without opening it; one with a store beside its pictures was opened before. */
function recognised(root: string): Promise<FormatId> {
  return recogniseBenchmark(readableFolder(root), { store: readableFolder(join(root, storeName)) });
}

/** Where pictures are in a table that changed has to be learnt anew. */
async function folderFor(root: string, table: string): Promise<ReadableFolder> {
  const place = join(root, table);
  const { stamp } = await stampOf(place);
  const known = tables.get(place);
  if (known?.stamp === stamp) return known.folder;
  const folder = benchmarkFolder(root);
  tables.set(place, { folder, stamp });
  return folder;
}
