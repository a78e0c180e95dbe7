import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { inRepository } from '../../../scripts/repository.ts';

// The owner starts a child that starts a grandchild; the grandchild says its process id, then all of them idle.
const idle = 'setInterval(() => {}, 1000)';
const grandchild = `console.log(process.ppid, process.pid); ${idle}`;
const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' }); ${idle}`;
const owner = `
  import { spawnOwned } from ${JSON.stringify(inRepository('scripts/editor/ownedProcess.ts'))};
  import { runScript } from ${JSON.stringify(inRepository('scripts/runScript.ts'))};
  runScript(async () => {
    const family = spawnOwned(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: ['ignore', 'inherit', 'inherit'] });
    process.on('SIGUSR2', () => void family.end().then(() => process.exit(0)));
    await family.ended;
  });
`;

let started: ChildProcess | undefined;
let relatives: number[] = [];
afterEach(() => {
  started?.kill('SIGKILL');
  // A family that outlived its owner, which is the fault looked for, must not outlive the test.
  for (const pid of relatives) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

async function startFamily(): Promise<{ owner: ChildProcess; grandchild: number }> {
  started = spawn(process.execPath, ['--input-type=module', '-e', owner], { stdio: ['ignore', 'pipe', 'inherit'] });
  const out = started.stdout;
  if (out === null) throw new Error('no output');
  const [line] = (await once(createInterface(out), 'line')) as [string];
  relatives = line.split(' ').map(Number);
  const grandchild = relatives[1];
  if (grandchild === undefined) throw new Error(`unexpected: ${line}`);
  return { owner: started, grandchild };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a process with an owner', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const)(
    'is gone, with all its descendants, after its owner got %s',
    async (signal) => {
      const begun = await startFamily();
      expect(isAlive(begun.grandchild)).toBe(true);
      begun.owner.kill(signal);
      await expect.poll(() => isAlive(begun.grandchild), { timeout: 10_000, interval: 50 }).toBe(false);
    },
  );
});
