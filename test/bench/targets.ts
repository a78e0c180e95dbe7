/** A figure of the bench beside what it has to keep to. */
export interface Target {
  /** Where the figure stands in the document, under `figures`. */
  readonly figure: string;
  /** What it is, in words. */
  readonly what: string;
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly holds: boolean;
}

interface Bound {
  /** Names on the way to the figure; `*` for each one there. */
  readonly path: readonly string[];
  readonly what: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** The same for a small and a large benchmark. */
const openBounds: readonly Bound[] = ['open', 'openLarge'].flatMap((figure) => [
  { path: [figure, 'overBareRead', 'median'], what: 'opening over reading the same inputs', atMost: 2 },
  { path: [figure, 'againOverFirst', 'median'], what: 'opening again over opening', atMost: 0.3 },
  {
    path: [figure, 'imageFolder', 'overBareRead', 'median'],
    what: 'opening an imagefolder over reading the same inputs',
    atMost: 2,
  },
  {
    path: [figure, 'imageFolder', 'againOverFirst', 'median'],
    what: 'opening an imagefolder again over opening it',
    atMost: 0.3,
  },
  { path: [figure, 'bytesPerItem'], what: 'bytes in memory for each item', atMost: 400 },
  { path: [figure, 'longestHostBlockMs'], what: 'longest block of the host while a worker opens, ms', atMost: 50 },
]);

const bounds: readonly Bound[] = [
  ...openBounds,
  {
    path: ['openFormats', 'layouts', '*', 'overBareRead', 'median'],
    what: 'opening a layout over reading the same inputs',
    atMost: 2,
  },
  {
    path: ['openFormats', 'layouts', '*', 'againOverFirst', 'median'],
    what: 'opening a layout again over opening it',
    atMost: 0.3,
  },
  {
    path: ['follow', 'events', '*', 'medianMs'],
    what: 'from a file event to the content of tree and gallery, ms',
    atMost: 1000,
  },
  { path: ['follow', 'events', '*', 'blockMs'], what: 'longest block of the host meanwhile, ms', atMost: 50 },
  {
    path: ['followTables', 'layouts', '*', 'events', '*', 'medianMs'],
    what: 'from a file event, beside other tables, to the content of tree and gallery, ms',
    atMost: 1000,
  },
  {
    path: ['followTables', 'layouts', '*', 'events', '*', 'blockMs'],
    what: 'longest block of the host meanwhile, ms',
    atMost: 50,
  },
  {
    path: ['followLists', 'layouts', '*', 'events', '*', 'ms'],
    what: 'from a picture that comes or goes, beside lists of records, to the content of tree and gallery, ms',
    atMost: 1000,
  },
  {
    path: ['followLists', 'layouts', '*', 'events', '*', 'blockMs'],
    what: 'longest block of the host meanwhile, ms',
    atMost: 50,
  },
  {
    path: ['followHost', 'events', '*', 'treeMs'],
    what: "from a file event to the tree's rows in a real extension host, ms",
    atMost: 1000,
  },
  {
    path: ['followHost', 'events', '*', 'blockMs'],
    what: 'longest block of that host meanwhile, ms',
    atMost: 50,
  },
  {
    path: ['followHost', 'openBlockMs'],
    what: 'longest block of that host while the folder opens, ms',
    atMost: 50,
  },
  {
    path: ['followHost', 'events', '*', 'galleryMs'],
    what: "from a file event to the gallery's list in a real extension host, ms",
    atMost: 1000,
  },
  { path: ['query', 'medianMs', '*'], what: 'a query over 287,000 items, ms', atMost: 50 },
  { path: ['query', 'blockedMs', '*'], what: 'longest block of the host, ms', atMost: 50 },
  { path: ['foreign', 'heldOverFile', '*'], what: "bytes held of another tool's file over those in it", atMost: 2 },
  {
    path: ['foreign', 'blockMs', '*'],
    what: "longest block of the host while another tool's file is read, ms",
    atMost: 50,
  },
  {
    path: ['thumbnails', 'hostBlockMs'],
    what: 'longest block of the host while small pictures are made, ms',
    atMost: 50,
  },
  { path: ['evaluate', 'wall', 'median'], what: 'wall time over the bare loop', atMost: 1.15 },
  { path: ['evaluate', 'cpu', 'median'], what: 'CPU per request over the bare loop', atMost: 1.8 },
  { path: ['evaluate', 'peakMb', 'ours'], what: 'peak memory, MB', atMost: 350 },
  {
    path: ['latency', 'wallOverIdeal', 'ours', 'median'],
    what: 'wall time over n x latency / concurrency',
    atMost: 1.05,
  },
  { path: ['large', 'wall', 'median'], what: 'wall time over the bare loop with pictures of 1 MB', atMost: 1.15 },
  { path: ['large', 'picturesOverConcurrency'], what: 'pictures in memory over concurrency', atMost: 1 },
  { path: ['memory', 'peakRatio'], what: 'peak memory at many items over that at few', atMost: 1.3 },
  { path: ['memory', 'bytesRatio'], what: 'bytes for each outcome at many items over those at few', atMost: 1.01 },
  { path: ['limiter', 'cases', '*', 'throughput'], what: 'answers over what the server grants', atLeast: 0.9 },
  { path: ['limiter', 'cases', '*', 'refused'], what: '429s over requests', atMost: 0.03 },
  { path: ['read', 'mix', 'repliesPerSecond'], what: 'replies a second', atLeast: 50_000 },
];

/** The bounds for the figures that were taken; those that were not are left out. */
export function targetsOf(figures: unknown): readonly Target[] {
  return bounds.flatMap(({ path, what, atMost, atLeast }) =>
    found(figures, path, []).map(({ figure, value }) => ({
      figure,
      what,
      value,
      ...(atMost === undefined ? {} : { atMost }),
      ...(atLeast === undefined ? {} : { atLeast }),
      holds: value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity),
    })),
  );
}

function found(
  within: unknown,
  [name, ...rest]: readonly string[],
  way: readonly string[],
): { figure: string; value: number }[] {
  if (name === undefined) return typeof within === 'number' ? [{ figure: way.join('.'), value: within }] : [];
  if (typeof within !== 'object' || within === null) return [];
  const fields = Object.entries(within).filter(([field]) => name === '*' || field === name);
  return fields.flatMap(([field, value]) => found(value, rest, [...way, field]));
}
