import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../evaluation/runKit.ts';

const source = join(import.meta.dirname, '../../../src/platform/node/frugalProcess.ts');

interface Said {
  readonly pid: number;
  readonly args: readonly string[];
  readonly input: string;
  readonly env: readonly string[];
  /** What the allocator was told at each begin. */
  readonly begins: readonly Readonly<Record<string, string>>[];
  readonly newSpaceMb: number;
}

/** A process that is frugal, and what it says of itself: how often it began, and what its space for new objects grew to. */
async function frugal(env: Record<string, string>): Promise<Said & { readonly child: number | undefined }> {
  const folder = await scratchFolder();
  const program = join(folder, 'program.ts');
  await writeFile(
    program,
    `import { appendFileSync, readFileSync } from 'node:fs';
import { getHeapSpaceStatistics } from 'node:v8';
import { beFrugal } from ${JSON.stringify(source)};
const begins = ${JSON.stringify(join(folder, 'begins'))};
const told = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('MALLOC_')));
appendFileSync(begins, JSON.stringify(told) + '\\n');
beFrugal();
// All of it is alive at every collection, which is what lets the space grow.
let kept = [];
for (let i = 0; i < 3_000_000; i++) kept.push({ i });
kept = [];
const input = readFileSync(0, 'utf8');
const mb = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20;
const env = Object.keys(process.env).filter((name) => /MALLOC|EMOLENS/.test(name));
console.log(JSON.stringify({ pid: process.pid, args: process.argv.slice(2), input, env, begins: readFileSync(begins, 'utf8').trim().split('\\n').map((line) => JSON.parse(line)), newSpaceMb: mb }));
`,
  );
  const child = spawn(process.execPath, [program, 'one', '--two=a b'], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdin.end('said to it');
  const [status] = (await once(child, 'close')) as [number | null];
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  return { ...(JSON.parse(out) as Said), child: child.pid };
}

const canBeginAnew = process.execve !== undefined;

test('a frugal process begins anew once at most, as the same process with the same arguments, input and environment, and says nothing of it', async () => {
  const { pid, child, args, input, env, begins } = await frugal({});
  expect({ pid, args, input, env }).toEqual({ pid: child, args: ['one', '--two=a b'], input: 'said to it', env: [] });
  expect(begins).toHaveLength(canBeginAnew ? 2 : 1);
});

test('what it begins anew with bounds what the allocator keeps, and lets the body of a large picture stay for the next', async () => {
  const { begins } = await frugal({});
  expect(begins[0]).toEqual({});
  if (!canBeginAnew) return;
  const told = begins[1] ?? {};
  expect(Object.keys(told).sort()).toEqual(['MALLOC_ARENA_MAX', 'MALLOC_MMAP_THRESHOLD_', 'MALLOC_TRIM_THRESHOLD_']);
  const mb = (name: string): number => Number(told[name]) / 2 ** 20;
  expect(Number(told['MALLOC_ARENA_MAX'])).toBeLessThanOrEqual(2);
  // A picture of 1 MB is 1.4 MB of base64 in its body.
  expect(mb('MALLOC_MMAP_THRESHOLD_')).toBeGreaterThan(1.4);
  expect(mb('MALLOC_MMAP_THRESHOLD_')).toBeLessThanOrEqual(4);
  expect(mb('MALLOC_TRIM_THRESHOLD_')).toBeGreaterThan(mb('MALLOC_MMAP_THRESHOLD_'));
  expect(mb('MALLOC_TRIM_THRESHOLD_')).toBeLessThanOrEqual(16);
});

test('its space for new objects stays small however long it runs, and what a person has set for the allocator stays', async () => {
  const { newSpaceMb, env, begins } = await frugal({ MALLOC_ARENA_MAX: '1' });
  expect(newSpaceMb).toBeLessThanOrEqual(64);
  expect(env).toEqual(['MALLOC_ARENA_MAX']);
  expect(begins.map((told) => told['MALLOC_ARENA_MAX'])).toEqual(begins.map(() => '1'));
});
