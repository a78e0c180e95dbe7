import { parentPort } from 'node:worker_threads';
import { directReader } from '../../core/predictions/predictionReader.ts';
import { benchmarkFolder } from './benchmarkFolder.ts';
import { nodeHasher } from './nodeHasher.ts';
import { piecesAhead, type PredictionReply, type PredictionRequest, type ReplyEvent } from './predictionMessages.ts';

/** A piece of so many replies takes its reader a few milliseconds; of longer ones fewer go into it. */
const eventsAtOnce = 64;
const lettersAtOnce = 128 * 1024;

const reader = directReader(nodeHasher);
/** The jobs under way. */
const outlets = new Map<number, Outlet>();

parentPort?.on('message', (request: PredictionRequest) => {
  if (request.do === 'more') outlets.get(request.job)?.taken();
  else void work(request);
});

function say(reply: PredictionReply): void {
  parentPort?.postMessage(reply);
}

/** Sends the pieces of one job, no more at a time than may be ahead. */
class Outlet {
  readonly #job: number;
  #free = piecesAhead;
  #wake: (() => void) | undefined;

  constructor(job: number) {
    this.#job = job;
  }

  async send(json: string): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#free--;
    say({ job: this.#job, is: 'piece', json });
  }

  taken(): void {
    this.#free++;
    this.#wake?.();
    this.#wake = undefined;
  }
}

async function work(request: Exclude<PredictionRequest, { do: 'more' }>): Promise<void> {
  const { job } = request;
  const outlet = new Outlet(job);
  outlets.set(job, outlet);
  if (request.do === 'replies') say({ job, is: 'end', read: await sendReplies(request, outlet) });
  else {
    await reader.rows(benchmarkFolder(request.root), request.wanted, (rows) => outlet.send(JSON.stringify(rows)));
    say({ job, is: 'end' });
  }
  outlets.delete(job);
}

async function sendReplies(
  { root, path, tool, isHashed }: Extract<PredictionRequest, { do: 'replies' }>,
  outlet: Outlet,
): ReturnType<typeof reader.replies> {
  let events: ReplyEvent[] = [];
  let letters = 0;
  const flush = async (): Promise<void> => {
    const json = JSON.stringify(events);
    events = [];
    letters = 0;
    await outlet.send(json);
  };
  const read = await reader.replies(
    { folder: benchmarkFolder(root), path, tool, isHashed },
    {
      async reply(reply) {
        events.push(['reply', reply]);
        letters += lettersOf(reply);
        if (events.length >= eventsAtOnce || letters >= lettersAtOnce) await flush();
      },
      bad: (bad) => void events.push(['bad', bad]),
      failed: (error) => void events.push(['failed', error]),
    },
  );
  await flush();
  return read;
}

function lettersOf({
  reply = '',
  question = '',
  reasoning = '',
}: {
  reply?: string;
  question?: string;
  reasoning?: string;
}): number {
  return reply.length + question.length + reasoning.length;
}
