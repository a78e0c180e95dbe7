import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { productTargets } from '../../../scripts/build/targets.ts';
import type { FakeOpenAi } from '../../fakes/openAiServer.ts';
import { startFakeOpenAi } from '../../fakes/openAiServer.ts';
import { places, scratchFolder } from '../evaluation/runKit.ts';
import { ended, onlyRun, releaseFolder } from './cliKit.ts';

const kills = Number(process.env['KILLS'] ?? 50);
const concurrency = 8;
const items = 4 * kills;
/** The default protocol asks three questions about each portrait. */
const questions = items * 3;

/** The command line as it ships, in one file: so that it starts often enough in little time. */
async function bundledCli(): Promise<string> {
  const target = productTargets({ debug: false }).find((one) => one.outfile?.endsWith('cli.js') === true);
  if (target === undefined) throw new Error('the command line has no bundle');
  const outfile = join(await scratchFolder(), 'cli.mjs');
  await build({ ...target, outfile, logLevel: 'error' });
  return outfile;
}

function start(cli: string, args: readonly string[]): ChildProcess {
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent' };
  return spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Nothing is under way at the server any more: it has noticed that the client is gone. */
async function quiet(server: FakeOpenAi): Promise<void> {
  while (server.inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
}

/** Whole lines on disk, where a kill may have torn the last one or come before there was any. */
async function wholeLines(root: string): Promise<number> {
  const runs = await readdir(join(root, '.emolens', 'runs')).catch(() => []);
  const file = join(root, '.emolens', 'runs', runs[0] ?? '', 'outcomes.jsonl');
  return (await readFile(file, 'utf8').catch(() => '')).split('\n').length - 1;
}

test(
  'killed 50 times at any moment, resumed each time: one outcome for each item and stage, none lost, none doubled, and billed is what was in flight at most',
  { timeout: 60_000 + kills * 6000 },
  async () => {
    const [cli, root] = [await bundledCli(), await releaseFolder(items)];
    // Two answers of each sitting are slow, so that a kill meets requests in all their stages.
    const server = await startFakeOpenAi((request, n) => ({
      text: /how strong/i.test(request.lastText) ? '3' : 'happy',
      delayMs: n % 6 === 0 ? 20 : 2,
    }));
    onTestFinished(() => server.close());
    const args = ['evaluate', root, '--model', 'fake-vision', '--base-url', server.baseUrl];
    args.push('--concurrency', String(concurrency));
    let lost = 0;
    for (let kill = 0; kill < kills; kill++) {
      const child = start(cli, kill === 0 ? args : [...args, '--resume']);
      const gone = ended(child);
      // From before the first request of this sitting to a dozen after it.
      const moment = server.requests.length + Math.floor(Math.random() * (questions / kills));
      await Promise.race([server.arrived(moment), once(child, 'exit')]);
      for (let turns = Math.floor(Math.random() * 20); turns > 0; turns--) await new Promise(setImmediate);
      child.kill(kill % 3 === 2 ? 'SIGTERM' : 'SIGKILL');
      const { status } = await gone;
      expect([-1, 130, 0]).toContain(status);
      await quiet(server);
      // What this kill cost: answers that the server gave, or was about to give, and that are not on disk.
      const nowLost = server.requests.length - (await wholeLines(root));
      expect(nowLost - lost).toBeLessThanOrEqual(concurrency);
      lost = nowLost;
    }
    const last = await ended(start(cli, [...args, '--resume', '--json']));
    expect(last.status, last.notes.join('\n')).toBe(0);
    const { run, outcomes } = await onlyRun(root);
    expect(places(outcomes)).toEqual([...new Set(places(outcomes))]);
    expect(outcomes).toHaveLength(questions);
    expect(outcomes.every((outcome) => outcome.run === run && outcome.reply !== undefined)).toBe(true);
    expect(server.requests.length).toBe(questions + lost);
    expect(lost).toBeLessThanOrEqual(kills * concurrency);
  },
);
