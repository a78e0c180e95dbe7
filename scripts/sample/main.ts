import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_SEED, makeSample } from './makeSample.ts';

const USAGE = `npm run sample -- [FOLDER] [--seed N] [--full] [--force]

Draws a benchmark in the layout of MEMO-Bench's release (it is not MEMO-Bench's data).
  FOLDER    where to; default sample/memo-sample (with --full, sample/memo-sample-full)
  --seed N  a whole number; the same seed gives the same files (default ${DEFAULT_SEED})
  --full    7,145 portraits instead of 432
  --force   draw again even when the same sample is there`;

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { seed: { type: 'string' }, full: { type: 'boolean' }, force: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(USAGE);
  const seed = Number(values.seed ?? DEFAULT_SEED);
  if (!Number.isSafeInteger(seed) || positionals.length > 1) throw new Error(USAGE);
  const name = values.full ? 'memo-sample-full' : 'memo-sample';
  const folder = positionals[0] ?? fileURLToPath(new URL(`../../sample/${name}`, import.meta.url));
  const count = values.full ? 'full' : 'default';
  const started = performance.now();
  const made = await makeSample({ folder, seed, count, force: values.force ?? false, onProgress: sayProgress });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    made.made
      ? `Drew ${made.portraits} portraits in ${seconds} s: ${made.folder}`
      : `Already there, ${made.portraits} portraits: ${made.folder}`,
  );
}

function sayProgress(done: number, total: number): void {
  const step = Math.ceil(total / 12);
  if (done === 1) console.log(`Drawing ${total} portraits ...`);
  else if (done % step === 0 && done < total) console.log(`  ${done} of ${total}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
