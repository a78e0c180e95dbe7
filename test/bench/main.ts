import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchEvaluate, benchLimiter, benchMemory } from './evaluateBench.ts';
import { benchFollow } from './followBench.ts';
import { benchFollowLists } from './followListsBench.ts';
import { benchFollowTables } from './followTablesBench.ts';
import { benchForeign } from './foreignBench.ts';
import { benchFormats } from './formatsBench.ts';
import { benchOpen } from './openBench.ts';
import { benchQueries } from './queryBench.ts';
import { benchReader } from './readerBench.ts';
import { benchReread } from './rereadBench.ts';
import { targetsOf } from './targets.ts';
import { benchThumbnails } from './thumbnailBench.ts';

const everything =
  'open,openLarge,openFormats,follow,followTables,followLists,query,foreign,thumbnails,evaluate,latency,large,memory,limiter,read,reread,followHost,gallery';
const usage = `npm run bench -- [--only ${everything}] [--items N] [--repeats N] [--memory-items N] [--rate R] [--burst B] [--seconds S]

Prints one JSON document of ratios: what EmoLens takes over what the same work takes without it. Under "targets" stand the
figures that have one, each beside it.
  --only          some of the figures
  --items         evaluates this many portraits (default 7145); a fifth of them where pictures are large
  --repeats       interleaved repeats of each pair (default 5; latency, large, openLarge, follow, followTables, followHost and reread at most 3)
  --memory-items  the large one of the two runs whose memory is compared (default 100000)
  --large-items   the portraits of the large benchmark that is opened and followed (default 287000)
  --format-items  the pictures of each layout that is opened for openFormats (default 20000)
  --layouts       only these of them, by name
  --rate          requests a second that the limiter's server grants (default 50)
  --burst         only the bucket of this size, or 'second': it counts the newest second (default a tenth of the rate, and the rate)
  --seconds       for how long it is asked, twice for each (default 30)`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: everything },
    items: { type: 'string', default: '7145' },
    repeats: { type: 'string', default: '5' },
    'memory-items': { type: 'string', default: '100000' },
    'large-items': { type: 'string', default: '287000' },
    'format-items': { type: 'string', default: '20000' },
    layouts: { type: 'string', default: '' },
    rate: { type: 'string', default: '50' },
    burst: { type: 'string' },
    seconds: { type: 'string', default: '30' },
    help: { type: 'boolean', default: false },
  },
});

const size = 7145;
const repeats = Number(values.repeats);
const fewRepeats = Math.min(3, repeats);
const items = Number(values.items);
const named = values.layouts.split(',').filter((name) => name !== '');
const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  open: () => benchOpen(size, repeats),
  openLarge: () => benchOpen(Number(values['large-items']), fewRepeats),
  openFormats: () => benchFormats(Number(values['format-items']), repeats, named),
  follow: () => benchFollow(Number(values['large-items']), fewRepeats),
  followTables: () => benchFollowTables(Number(values['large-items']), fewRepeats, named),
  followLists: () => benchFollowLists(Number(values['large-items']), named),
  query: () => benchQueries(287_000, repeats),
  foreign: () => benchForeign(287_000),
  thumbnails: () => benchThumbnails(120, fewRepeats),
  evaluate: () => benchEvaluate({ items, repeats, delayMs: 50, concurrency: 64, side: 64 }),
  latency: () => benchEvaluate({ items, repeats: fewRepeats, delayMs: 200, concurrency: 32, side: 64 }),
  large: () =>
    benchEvaluate({ items: Math.ceil(items / 5), repeats: fewRepeats, delayMs: 200, concurrency: 32, side: 590 }),
  memory: () => benchMemory(Number(values['memory-items'])),
  limiter: () => benchLimiter(Number(values.rate), Number(values.seconds), values.burst),
  read: () => Promise.resolve(benchReader(repeats)),
  reread: () => benchReread(50_000, fewRepeats),
  // Only who asks for it needs an editor and a browser.
  followHost: async () =>
    (await import('./followHost/followHostBench.ts')).benchFollowHost(Number(values['large-items']), fewRepeats),
  gallery: async () => (await import('./galleryBench.ts')).benchGallery(repeats),
};
const wanted = values.only.split(',').map((name) => name.trim());
const unknown = wanted.find((name) => !Object.hasOwn(benches, name));

if (values.help) {
  process.stdout.write(`${usage}\n`);
} else if (unknown !== undefined || !(repeats >= 1) || !(items >= 1)) {
  process.stderr.write(
    `${unknown === undefined ? '--items and --repeats take numbers above 0' : `--only ${unknown}?`}\n\n${usage}\n`,
  );
  process.exitCode = 2;
} else {
  // Building and packaging talk on standard output, which here is one JSON document and nothing else.
  console.log = console.info = console.error;
  process.stdout.write(`${JSON.stringify(await run(), undefined, 2)}\n`);
}

/** All that was asked for. A figure that cannot be taken says why, and the others are taken all the same. */
async function run(): Promise<unknown> {
  const figures: Record<string, unknown> = {};
  const loadBefore = loadavg()[0];
  for (const name of wanted) {
    process.stderr.write(`${name} ...\n`);
    try {
      figures[name] = await benches[name]?.();
    } catch (error) {
      figures[name] = { error: error instanceof Error ? error.message : String(error) };
      process.exitCode = 1;
    }
  }
  const { model = 'unknown' } = cpus()[0] ?? {};
  const machine = { cpus: cpus().length, model, node: process.version, loadBefore, loadAfter: loadavg()[0] };
  const note = 'Ratios of interleaved pairs; their median counts, and all of them are listed.';
  return { machine, note, targets: targetsOf(figures), figures };
}
