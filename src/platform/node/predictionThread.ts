import { Worker } from 'node:worker_threads';
import type { FileError, ReadableFolder } from '../../core/ports.ts';
import type { ReplySink } from '../../core/predictions/foreignReply.ts';
import type { PredictionReader, ReadReplies, RepliesFile } from '../../core/predictions/predictionReader.ts';
import type { TableRows, WantedRows } from '../../core/predictions/tableRows.ts';
import { err, type Result } from '../../core/result.ts';
import type { PredictionJob, PredictionReply, PredictionRequest, ReplyEvent } from './predictionMessages.ts';
import { workerPath } from './workerAssets.ts';

type End = Extract<PredictionReply, { is: 'end' }>;

interface Running {
  readonly take: (json: string) => Promise<void>;
  readonly settle: (end: End | Error) => void;
  readonly reject: (thrown: unknown) => void;
  /** All that came so far is taken in. */
  taken: Promise<void>;
}

/**
 * Reads prediction files and tables in a worker thread, so that this one is held up by no file, however large: what was read comes in small pieces.
 * The thread is started when something is to be read, and ended by `dispose`, with which all that is under way ends, too. A thread that dies, such as of
 * a file that takes all memory, gives an error. Folders are those of this platform: their name is their path.
 */
export class PredictionThread implements PredictionReader {
  #worker: Worker | undefined;
  #last = 0;
  readonly #jobs = new Map<number, Running>();

  async replies(
    { folder, path, tool, isHashed }: RepliesFile,
    sink: ReplySink,
  ): Promise<Result<ReadReplies, FileError>> {
    const end = await this.#run({ do: 'replies', root: folder.name, path, tool, isHashed }, async (json) => {
      for (const [kind, value] of JSON.parse(json) as readonly ReplyEvent[]) {
        if (kind === 'reply') await sink.reply(value);
        else if (kind === 'bad') sink.bad(value);
        else sink.failed(value);
      }
    });
    if (end instanceof Error) return err({ kind: 'io', path, detail: end.message });
    return end.read ?? err({ kind: 'io', path, detail: 'nothing was read' });
  }

  async rows(folder: ReadableFolder, wanted: WantedRows, take: (rows: TableRows) => Promise<void>): Promise<void> {
    await this.#run({ do: 'rows', root: folder.name, wanted }, (json) => take(JSON.parse(json) as TableRows));
  }

  /** Ends the thread at once. */
  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#fail('disposed');
    await worker?.terminate();
  }

  #run(job: PredictionJob, take: Running['take']): Promise<End | Error> {
    const number = ++this.#last;
    const worker = (this.#worker ??= this.#start());
    return new Promise((settle, reject) => {
      this.#jobs.set(number, { take, settle, reject, taken: Promise.resolve() });
      worker.postMessage({ job: number, ...job } satisfies PredictionRequest);
    });
  }

  #start(): Worker {
    const worker = new Worker(workerPath('predictionWorker'), { execArgv: [] });
    let detail = 'the worker ended';
    worker.on('message', (reply: PredictionReply) => this.#heard(worker, reply));
    worker.on('error', (error) => (detail = String(error)));
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#fail(detail);
    });
    return worker;
  }

  #heard(worker: Worker, reply: PredictionReply): void {
    const running = this.#jobs.get(reply.job);
    if (running === undefined) return;
    running.taken = running.taken.then(async () => {
      if (reply.is === 'piece') {
        await running.take(reply.json);
        worker.postMessage({ job: reply.job, do: 'more' } satisfies PredictionRequest);
      } else {
        this.#jobs.delete(reply.job);
        running.settle(reply);
      }
    });
    running.taken.catch(running.reject);
  }

  #fail(detail: string): void {
    for (const { settle } of this.#jobs.values()) settle(new Error(detail));
    this.#jobs.clear();
  }
}
