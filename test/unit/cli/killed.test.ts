import { once } from 'node:events';
import { expect, test } from 'vitest';
import { answerWith } from '../../fakes/fakeScripts.ts';
import { places } from '../evaluation/runKit.ts';
import { ended, evaluateArgs, fakeServer, onlyRun, releaseFolder, spawnCli } from './cliKit.ts';

/** Kills for one run; `KILLS=50 npx vitest run test/unit/cli/killed.test.ts` is the long form. */
const kills = Number(process.env['KILLS'] ?? 6);
const concurrency = 8;

test(
  'killed at any moment, resumed each time: one outcome for each item and stage, nothing asked twice but what was in flight',
  { timeout: 60_000 + kills * 10_000 },
  async () => {
    const items = 40 * Math.ceil(kills / 6);
    const root = await releaseFolder(items);
    const server = await fakeServer(
      answerWith((request) => (/how strong/i.test(request.lastText) ? '3' : 'happy'), 15),
    );
    const args = evaluateArgs(root, server, '--protocol', 'memo-progressive', '--concurrency', String(concurrency));
    const questions = items * 3;
    for (let kill = 0; kill < kills; kill++) {
      const child = spawnCli(kill === 0 ? args : [...args, '--resume']);
      const gone = ended(child);
      // From before the first request of this sitting to a dozen after it.
      const moment = server.requests.length + Math.floor(Math.random() * (questions / kills));
      await Promise.race([server.arrived(moment), once(child, 'exit')]);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      child.kill(kill % 3 === 2 ? 'SIGTERM' : 'SIGKILL');
      const { status } = await gone;
      expect([-1, 130, 0]).toContain(status);
    }
    const last = await ended(spawnCli([...args, '--resume']));
    expect(last.status, last.notes.join('\n')).toBe(0);
    const { run, outcomes } = await onlyRun(root);
    expect(places(outcomes)).toEqual([...new Set(places(outcomes))]);
    expect(outcomes).toHaveLength(questions);
    expect(outcomes.every((outcome) => outcome.run === run && outcome.reply !== undefined)).toBe(true);
    // Each kill can cost what was in flight, and nothing more.
    expect(server.requests.length).toBeLessThanOrEqual(questions + kills * concurrency);
  },
);
