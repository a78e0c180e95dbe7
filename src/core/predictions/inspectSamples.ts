import { isJsonObject, type JsonObject } from '../benchmark/formats/jsonValues.ts';
import type { ZipEntry } from './zipArchive.ts';

/** Where a sample stands in a log of Inspect: alone in one file, or in a folder of its own with lists in pieces (version 3 of the log). */
export interface SampleFiles {
  /** All of it, or what is left without the lists. */
  readonly main: ZipEntry;
  readonly metadata?: ZipEntry;
  /** Pieces of the lists, in order; none where `main` is all of it. */
  readonly messages: readonly ZipEntry[];
  readonly attachments: readonly ZipEntry[];
}

const part = /^(samples\/[^]+_epoch_\d+)\/(sample|metadata|messages\/\d+|attachments\/\d+)\.json$/;

/** The samples of an archive in its order. Files that a sample has beside what was said, such as its events, are passed over. */
export function sampleFiles(entries: readonly ZipEntry[]): readonly SampleFiles[] {
  const parts = new Map<string, Map<string, ZipEntry>>();
  for (const entry of entries) {
    const [, folder, name] = part.exec(entry.name) ?? [];
    if (folder === undefined || name === undefined) continue;
    const others = parts.get(folder);
    if (others) others.set(name, entry);
    else parts.set(folder, new Map([[name, entry]]));
  }
  const isInFolder = (name: string): boolean => {
    const folder = /^(samples\/[^]+_epoch_\d+)\//.exec(name)?.[1];
    return folder !== undefined && parts.get(folder)?.has('sample') === true;
  };
  return entries.flatMap((entry): readonly SampleFiles[] => {
    const [, folder, name] = part.exec(entry.name) ?? [];
    const own = name === 'sample' ? parts.get(folder!) : undefined;
    if (own) return [filesIn(entry, own)];
    const isWhole = /^samples\/[^]*\.json$/.test(entry.name) && !isInFolder(entry.name);
    return isWhole ? [{ main: entry, messages: [], attachments: [] }] : [];
  });
}

function filesIn(main: ZipEntry, parts: ReadonlyMap<string, ZipEntry>): SampleFiles {
  const startOf = (name: string) => Number(name.slice(name.indexOf('/') + 1));
  const pieces = (list: string) =>
    [...parts]
      .filter(([name]) => name.startsWith(`${list}/`))
      .sort(([a], [b]) => startOf(a) - startOf(b))
      .map(([, entry]) => entry);
  const metadata = parts.get('metadata');
  return { main, ...(metadata && { metadata }), messages: pieces('messages'), attachments: pieces('attachments') };
}

/** A sample as one object, of what its files hold; or what is wrong with one of them. */
export async function wholeSample(
  files: SampleFiles,
  read: (entry: ZipEntry) => Promise<{ readonly value: unknown } | string>,
): Promise<JsonObject | string> {
  const main = await read(files.main);
  if (typeof main === 'string') return main;
  if (!isJsonObject(main.value)) return 'no JSON object';
  const lists: Record<'messages' | 'attachments', unknown[]> = { messages: [], attachments: [] };
  for (const list of ['messages', 'attachments'] as const) {
    for (const entry of files[list]) {
      const piece = await read(entry);
      if (typeof piece === 'string') return piece;
      if (Array.isArray(piece.value)) for (const one of piece.value as readonly unknown[]) lists[list].push(one);
    }
  }
  const metadata = files.metadata && (await read(files.metadata));
  if (typeof metadata === 'string') return metadata;
  return {
    ...main.value,
    ...(files.messages.length > 0 && { messages: lists.messages }),
    ...(files.attachments.length > 0 && { attachments: Object.fromEntries(lists.attachments.entries()) }),
    ...(metadata && { metadata: metadata.value }),
  };
}
