import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileError, FileLock } from '../../core/ports.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { makeParent } from './atomicWrite.ts';
import { codeOf, fileErrorOf } from './fileError.ts';
import type { InsidePath } from './insidePath.ts';

/** Who holds a lock, as written in its file. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process was started, in the system's own count: tells a process from a later one with the same number. */
  readonly born?: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly token: string;
}

type LockResult = Result<FileLock, FileError | { readonly kind: 'locked'; readonly heldBy: string }>;

/** A takeover takes milliseconds; the mark of one that is older than this was left by a process that died in it. */
const takeoverMs = 10_000;

/**
 * Takes an exclusive lock file that names its holder. The lock of a process of this machine that is gone is taken over; one
 * of another machine cannot be judged and counts as held.
 */
export async function takeLock(inside: InsidePath, path: string): Promise<LockResult> {
  const place = await makeParent(inside, path);
  if (!place.ok) return place;
  const me: Holder = {
    pid: process.pid,
    host: hostname(),
    born: await bornOf(process.pid),
    since: new Date().toISOString(),
    token: randomBytes(8).toString('hex'),
  };
  try {
    if (await createWhole(place.value, JSON.stringify(me))) return ok(heldLock(place.value, me));
    const holder = await holderOf(place.value);
    if (holder !== undefined && (await isAlive(holder)))
      return err({ kind: 'locked', heldBy: holderText(holder, place.value) });
    if (await takeOver(place.value, holder, me)) return ok(heldLock(place.value, me));
    const winner = await holderOf(place.value);
    return err({ kind: 'locked', heldBy: winner === undefined ? 'another process' : holderText(winner, place.value) });
  } catch (thrown) {
    return err(fileErrorOf(thrown, path));
  }
}

function heldLock(place: string, me: Holder): FileLock {
  return {
    async release() {
      const holder = await holderOf(place).catch(() => undefined);
      if (holder?.token === me.token) await unlink(place).catch(() => undefined);
    },
  };
}

/** Makes the file with its whole content in one step, so that nobody reads half a holder; false when it is there already. */
async function createWhole(place: string, text: string): Promise<boolean> {
  const beside = join(dirname(place), `.tmp-${process.pid}-${randomBytes(4).toString('hex')}`);
  await writeFile(beside, text, { flag: 'wx' });
  try {
    await link(beside, place);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    // Some network and memory-card file systems have no hard links.
    return await createDirectly(place, text);
  } finally {
    await unlink(beside).catch(() => undefined);
  }
}

async function createDirectly(place: string, text: string): Promise<boolean> {
  try {
    await writeFile(place, text, { flag: 'wx' });
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

/**
 * Replaces the lock of a dead holder. Two processes may see the same dead holder: only the one that has the takeover mark
 * may remove its lock, and only after it has seen once more that it is still the dead one's.
 */
async function takeOver(place: string, dead: Holder | undefined, me: Holder): Promise<boolean> {
  const mark = `${place}.takeover`;
  if (!(await createDirectly(mark, ''))) {
    const age = Date.now() - (await stat(mark).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age < takeoverMs) return false;
    await unlink(mark).catch(() => undefined);
    if (!(await createDirectly(mark, ''))) return false;
  }
  try {
    const now = await holderOf(place);
    if (now?.token !== dead?.token) return false;
    await unlink(place).catch(() => undefined);
    if (dead !== undefined) await sweepAfter(dead, dirname(place));
    return await createWhole(place, JSON.stringify(me));
  } finally {
    await unlink(mark).catch(() => undefined);
  }
}

/** Removes files that a killed process was about to rename into their place beside the lock. */
async function sweepAfter(dead: Holder, folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => name.startsWith(`.tmp-${dead.pid}-`));
  await Promise.all(left.map((name) => unlink(join(folder, name)).catch(() => undefined)));
}

async function holderOf(place: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(place, 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  const holder = value as Partial<Record<keyof Holder, unknown>>;
  return (
    typeof holder.pid === 'number' &&
    typeof holder.host === 'string' &&
    typeof holder.since === 'string' &&
    typeof holder.token === 'string'
  );
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (thrown) {
    // EPERM: it is there and belongs to another user.
    if (codeOf(thrown) === 'ESRCH') return false;
  }
  const born = await bornOf(holder.pid);
  return holder.born === undefined || born === undefined || holder.born === born;
}

/** Field 22 of `/proc/PID/stat` (proc(5)): start time in ticks since boot. Absent where there is no such file. */
async function bornOf(pid: number): Promise<string | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in brackets, may hold spaces and brackets of its own.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function holderText(holder: Holder, place: string): string {
  const where = holder.host === hostname() ? '' : ` on ${holder.host} (if it is gone, delete ${place})`;
  return `process ${holder.pid}${where}, since ${holder.since}`;
}
