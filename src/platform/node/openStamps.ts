import { lstat, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mapBounded } from '../../core/benchmark/boundedParallel.ts';
import type { ReadableFolder } from '../../core/ports.ts';

/** What an opening looked at, by path below its root: folders that were listed, files that were read or asked for, links that were met. */
export interface Looked {
  readonly paths: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
}

/** A folder that notes what is looked at in it. */
export function notingFolder(folder: ReadableFolder): { readonly folder: ReadableFolder; readonly looked: Looked } {
  const paths = new Set<string>();
  const links = new Set<string>();
  const noted: ReadableFolder = {
    ...folder,
    async list(path) {
      paths.add(path);
      const entries = await folder.list(path);
      if (entries.ok) {
        for (const { name, link } of entries.value)
          if (link === true) links.add(path === '' ? name : `${path}/${name}`);
      }
      return entries;
    },
    stat: (path) => (paths.add(path), folder.stat(path)),
    read: (path) => (paths.add(path), folder.read(path)),
    readHead: (path, length) => (paths.add(path), folder.readHead(path, length)),
    readRange: (path, start, length) => (paths.add(path), folder.readRange(path, start, length)),
  };
  return { folder: noted, looked: { paths, links } };
}

/** How the things that an opening looked at are on the disk, each as a text that changes when the thing does. */
export interface Stamps {
  readonly entries: readonly (readonly [string, string])[];
  /** False while a change could still go unnoticed, because the disk's clock has not moved on far enough since the last one. */
  readonly settled: boolean;
}

const atOnce = 16;
/** Disks that keep whole seconds, or every second one, are told by times without a fraction. */
export const coarseMs = 2100;
/** Longer than the tick of the system's clock that file times come from. */
export const fineMs = 50;

/** Takes the stamps of what was looked at below `root`; `since` is when the looking began, ms since 1970. */
export async function takeStamps(root: string, looked: Looked, since: number): Promise<Stamps> {
  let settled = true;
  const settle = (changed: number): void => {
    if (since - changed < (changed % 1000 === 0 ? coarseMs : fineMs)) settled = false;
  };
  const ofPaths = await mapBounded([...looked.paths], atOnce, async (path) => {
    const found = await stampOf(join(root, path));
    settle(found.changed);
    return [path, found.stamp] as const;
  });
  const ofLinks = await mapBounded(
    [...looked.links],
    atOnce,
    async (path) => [path, await linkStamp(join(root, path))] as const,
  );
  const entries = [...ofPaths, ...ofLinks.map((one) => one && ([`@${one[0]}`, one[1]] as const))];
  return { entries: entries.filter((entry) => entry !== undefined), settled };
}

/** Whether all is as it was when the stamps were taken. */
export async function stampsHold(root: string, stamps: Stamps): Promise<boolean> {
  if (!stamps.settled) return false;
  let holds = true;
  await mapBounded(stamps.entries, atOnce, async ([path, stamp]) => {
    if (!holds) return;
    const now = path.startsWith('@')
      ? await linkStamp(join(root, path.slice(1)))
      : (await stampOf(join(root, path))).stamp;
    if (now !== stamp) holds = false;
  });
  return holds;
}

/** Size, number and both times: a change that sets the time back is noticed by the other. */
export async function stampOf(path: string): Promise<{ readonly stamp: string; readonly changed: number }> {
  try {
    const found = await stat(path);
    const { size, ino, mode, mtimeMs, ctimeMs } = found;
    const stamp = [found.isDirectory() ? 'folder' : size, ino, mode, mtimeMs, ctimeMs].join(' ');
    return { stamp, changed: Math.max(mtimeMs, ctimeMs) };
  } catch (thrown) {
    return { stamp: String((thrown as { code?: unknown }).code ?? 'none'), changed: 0 };
  }
}

/** What a link leads to; its own place is in the stamp of its folder. */
async function linkStamp(path: string): Promise<string> {
  try {
    const [real, found] = await Promise.all([realpath(path), stat(path)]);
    const link = await lstat(path);
    return `${real} ${found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'} ${link.ino}`;
  } catch {
    return 'nowhere';
  }
}
