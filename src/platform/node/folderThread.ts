import type { FormatId } from '../../core/benchmark/benchmark.ts';
import { type InTables, withEmbeddedFrom } from '../../core/benchmark/embedded/embeddedFolder.ts';
import type { SampledTable } from '../../core/benchmark/configuration.ts';
import type { FileError, ReadableFolder } from '../../core/ports.ts';
import { err, type Result } from '../../core/result.ts';
import { readableFolder } from './nodeFolder.ts';
import type { FolderJob, FolderReply } from './folderWorker.ts';
import { type JobResult, WorkerPool } from './workerPool.ts';

/** The largest tables take seconds to be gone through, ms. */
const patienceMs = 10 * 60_000;
/** So long it is remembered where pictures are in tables when none is asked for, ms. */
const idleMs = 5 * 60_000;

/**
 * Looks into one folder in a worker thread: this one would be held up where 100,000 names say what a folder is, a table is gone through for its pictures, or a part of a
 * Parquet file is unpacked. The thread is started when it is first needed.
 */
export class FolderThread {
  /** The benchmark's folder, in which the pictures inside its tables can be read by their items' paths, too. */
  readonly folder: ReadableFolder;
  readonly #root: string;
  readonly #pool = new WorkerPool<FolderJob, FolderReply>('folderWorker', { size: 1, idleMs, timeoutMs: patienceMs });

  constructor(root: string) {
    this.#root = root;
    this.folder = withEmbeddedFrom(readableFolder(root), this.#inTables());
  }

  /** What the folder is, by its names alone and without opening it; `none` also where that could not be found out. */
  async recognise(): Promise<FormatId> {
    const done = await this.#pool.run({ do: 'recognise', root: this.#root });
    return done.kind === 'done' && done.reply.did === 'recognise' ? done.reply.format : 'none';
  }

  /** As `sampleTable` of core. */
  async sample(path: string): Promise<SampledTable | undefined> {
    const done = await this.#pool.run({ do: 'sample', root: this.#root, path });
    return done.kind === 'done' && done.reply.did === 'sample' ? done.reply.sampled : undefined;
  }

  dispose(): Promise<void> {
    return this.#pool.dispose();
  }

  #inTables(): InTables {
    const root = this.#root;
    return {
      stat: async (path) => {
        const done = await this.#pool.run({ do: 'stat', root, path });
        return done.kind === 'done' && done.reply.did === 'stat' ? done.reply.stat : stopped(path, done);
      },
      readRange: async (path, start, length) => {
        const done = await this.#pool.run({ do: 'read', root, path, start, length });
        return done.kind === 'done' && done.reply.did === 'read' ? done.reply.bytes : stopped(path, done);
      },
    };
  }
}

function stopped(path: string, done: JobResult<FolderReply>): Result<never, FileError> {
  return err({ kind: 'io', path, detail: done.kind === 'stopped' ? done.detail : done.kind });
}
