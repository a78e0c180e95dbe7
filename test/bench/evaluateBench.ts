import { execFile, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { ServerCount } from './answeringServer.ts';
import { makeBenchFolder } from './benchFolder.ts';
import type { Taken } from './contender.ts';
import { interleaved, median, ratioOf, rounded } from './figures.ts';

const delayMs = 50;
const concurrency = 64;
/** Side of the pictures in pixels; they are noise, so a picture has about 12 kB. */
const side = 64;

interface Counted extends Taken {
  readonly count: ServerCount;
}

/** Evaluating over a loop that reads, hashes and sends the same bodies with `fetch` to the same server. */
export async function benchEvaluate(items: number, repeats: number): Promise<unknown> {
  const scratch = await mkdtemp(join(tmpdir(), 'emolens-bench-evaluate-'));
  const server = fork(join(import.meta.dirname, 'answeringServer.ts'), [String(delayMs)]);
  try {
    const [baseUrl] = (await once(server, 'message')) as [string];
    const folder = await makeBenchFolder(join(scratch, 'folder'), items, side);
    const program = join(scratch, 'contender.mjs');
    await bundle(program);
    const run = async (who: string): Promise<Counted> => {
      const args = [program, who, folder.root, baseUrl, String(concurrency)];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      return { ...(JSON.parse(stdout) as Taken), count: await counted(server) };
    };
    const [ours = [], bare = []] = await interleaved(repeats, [() => run('ours'), () => run('bare')]);
    const of = (list: readonly Counted[], what: keyof Taken): number[] => list.map((taken) => taken[what]);
    const perRequest = (list: readonly Counted[]): number => rounded(median(of(list, 'cpuMs')) / items);
    const idealMs = (items * delayMs) / concurrency;
    return {
      how: `evaluate() with the openai client, the answer reader and outcomes on disk, over a loop that reads, hashes and sends the same bodies with fetch; ${items} pictures of about ${Math.round(folder.pictureBytes / items / 1000)} kB, one question each, answers after ${delayMs} ms from a server in a process of its own on the same machine, ${concurrency} in flight. Each contender is bundled as in the product and is a process of its own; ${repeats} interleaved repeats. Opening the folder is not in the times; peak memory is the whole process's.`,
      items,
      requests: [ours, bare].map((list) => list[0]?.count.requests),
      sameBodyBytes: new Set([...ours, ...bare].map(({ count }) => count.bodyBytes)).size === 1,
      wall: ratioOf(of(ours, 'wallMs'), of(bare, 'wallMs')),
      cpu: ratioOf(of(ours, 'cpuMs'), of(bare, 'cpuMs')),
      wallOverIdeal: {
        ours: rounded(median(of(ours, 'wallMs')) / idealMs),
        bare: rounded(median(of(bare, 'wallMs')) / idealMs),
      },
      cpuMsPerRequest: { ours: perRequest(ours), bare: perRequest(bare) },
      peakMb: { ours: Math.round(median(of(ours, 'peakMb'))), bare: Math.round(median(of(bare, 'peakMb'))) },
    };
  } finally {
    server.disconnect();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function counted(server: ChildProcess): Promise<ServerCount> {
  const answer = once(server, 'message');
  server.send('count');
  const [count] = (await answer) as [ServerCount];
  return count;
}

async function bundle(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, 'contender.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
}
