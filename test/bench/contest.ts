import { execFile, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { productTargets } from '../../scripts/build/targets.ts';
import type { ServerCount } from './answeringServer.ts';
import type { Taken } from './contender.ts';

/** What a contender took, and what the server saw of it. */
export interface Counted extends Taken {
  readonly count: ServerCount;
}

/** A server in a process of its own, and contenders that ask it about a folder. */
export interface Contest {
  /** An empty folder that is gone afterwards. */
  readonly scratch: string;
  run(who: 'ours' | 'bare', root: string, concurrency: number): Promise<Counted>;
}

/** Sets a contest up, with the arguments that the server is started with, and clears it away when `work` is over. */
export async function withContest<T>(
  server: readonly (string | number)[],
  work: (contest: Contest) => Promise<T>,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'emolens-bench-'));
  const answering = fork(join(import.meta.dirname, 'answeringServer.ts'), server.map(String));
  try {
    const [baseUrl] = (await once(answering, 'message')) as [string];
    const program = join(scratch, 'contender.mjs');
    await bundle(program);
    return await work({
      scratch,
      async run(who, root, concurrency) {
        const args = [program, who, root, baseUrl, String(concurrency)];
        const { stdout } = await promisify(execFile)(process.execPath, args);
        return { ...(JSON.parse(stdout) as Taken), count: await counted(answering) };
      },
    });
  } finally {
    answering.disconnect();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function counted(server: ChildProcess): Promise<ServerCount> {
  const answer = once(server, 'message');
  server.send('count');
  const [count] = (await answer) as [ServerCount];
  return count;
}

/** The contender, and beside it the worker that opens folders, as they are in the product. */
async function bundle(outfile: string): Promise<void> {
  const worker = productTargets({ debug: false }).find(({ outfile: out }) => out?.endsWith('openWorker.cjs') === true);
  if (worker === undefined) throw new Error('the worker that opens folders has no bundle');
  await build({ ...worker, outfile: join(dirname(outfile), 'openWorker.cjs'), logLevel: 'error' });
  await build({
    entryPoints: [join(import.meta.dirname, 'contender.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    define: { 'process.env.EMOLENS_BUNDLED': '"true"' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
}
