import { setFlagsFromString } from 'node:v8';

/** Percent by which old objects, alive and dead, may outgrow those alive before they are looked through; V8's own choice for a small heap is three times as many. */
const oldGrowth = 30;
/** Half of the space for new objects, MB. Node takes twice as much since version 24, all of which comes to be used in a long run; less costs much time. */
const newSpaceMb = 32;
/**
 * What glibc reads when a process begins. Each thread that has allocated keeps memory of its own, up to eight for each processor, and
 * what one gave back the others cannot have; large pieces, once given back, are kept for later in place of going back to the system.
 * The body of a large picture is no such piece: to have the system's pages anew for each took a third of the time of a run.
 */
const allocator = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '4194304', MALLOC_TRIM_THRESHOLD_: '16777216' };
/** Tells the process that is begun anew that it is, and which variables are of our making: programs that it starts are not to get them. */
const mark = 'EMOLENS_BEGUN_WITH';

/**
 * Bounds what a process of our own takes beside what is alive, so that a long run needs no more memory than a short one. Some of it
 * can be set only before a process begins: then this one begins anew in its own place (the same number, streams and arguments), and
 * what stands before the call is done twice. Where the system or Node (before 22.15) cannot do that, the rest has to do.
 */
export function beFrugal(): void {
  setFlagsFromString(`--heap-growing-percent=${oldGrowth}`);
  // For workers that begin after this, see `letGo`.
  setFlagsFromString('--expose-gc');
  const begunWith = process.env[mark];
  if (begunWith === undefined) beginAnew();
  else {
    for (const name of [mark, ...begunWith.split(' ')]) delete process.env[name];
    // From here on it would be that of workers, which are given limits of their own.
    setFlagsFromString('--max-semi-space-size=0');
  }
}

/**
 * Gives back what was used for something large that is over, before something else takes memory beside it. For workers of a frugal
 * process; it does nothing in any other, where the engine knows better.
 */
export function letGo(): void {
  globalThis.gc?.();
}

function beginAnew(): void {
  const { env, execPath, execArgv, argv } = process;
  const [, script, ...args] = argv;
  if (!canBeginAnew() || script === undefined) return;
  const added = Object.entries(allocator).filter(([name]) => env[name] === undefined);
  process.execve?.(execPath, [execPath, `--max-semi-space-size=${newSpaceMb}`, ...execArgv, script, ...args], {
    ...env,
    ...Object.fromEntries(added),
    [mark]: added.map(([name]) => name).join(' '),
  });
}

/** A channel to a parent process would be lost, and Electron is not told to be Node by its arguments. */
function canBeginAnew(): boolean {
  return process.execve !== undefined && process.channel === undefined && process.versions['electron'] === undefined;
}
