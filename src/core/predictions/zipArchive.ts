import { Inflate } from 'fflate';
import { Decompress } from 'fzstd';
import type { Hasher, ReadableFolder } from '../ports.ts';
import { err, ok, type Result } from '../result.ts';

/** One file of an archive, as its directory says: nothing of this is trusted. The name is text, never a path. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly compressed: number;
  /** CRC-32 of what it holds. */
  readonly checksum: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const endSignature = 0x06054b50;
const zip64Locator = 0x07064b50;
const zip64End = 0x06064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const full32 = 0xffffffff;
/** Flag of a local header whose sizes stand behind the file. */
const sizesFollow = 8;

const endBytes = 22;
const mostComment = 0xffff;
const mostDirectoryBytes = 256 * 1024 * 1024;
/** Extra fields of a local header are rarely longer; a second read follows where they are. */
const roomForHeader = 512;
const mostEntryBytes = 256 * 1024 * 1024;
/** Up to here anything may be packed as tightly as it will. */
const freeBytes = 16 * 1024 * 1024;
/** JSON of logs packs 10 to 50 times; what packs tighter is made to fill the memory. */
const mostRatio = 250;

/** What an archive holds. `isCut`: its end is lost with the directory, and these are the files that are whole before it. */
export interface ZipListing {
  readonly entries: readonly ZipEntry[];
  readonly isCut?: true;
}

/**
 * The entries of a zip archive (APPNOTE.TXT 6.3, zip64 too), read from its directory at the end, or, where that is lost, from one local header to the next.
 * Where a name occurs twice the later one counts. The error says in a few words what is broken.
 */
export async function zipEntries(folder: ReadableFolder, path: string): Promise<Result<ZipListing, string>> {
  const stat = await folder.stat(path);
  if (!stat.ok) return err(stat.error.detail);
  const { size } = stat.value;
  if (size === 0) return err('it is empty');
  const from = Math.max(0, size - endBytes - mostComment);
  const tail = await folder.readRange(path, from, size - from);
  if (!tail.ok) return err(tail.error.detail);
  const end = endOfDirectory(tail.value);
  if (end === undefined) {
    const entries = await entriesBeforeCut(folder, path, size);
    return entries.length > 0 ? ok({ entries, isCut: true }) : err('it is no whole zip archive');
  }
  const place = (await zip64Place(folder, path, tail.value, end)) ?? placeOf(tail.value, end);
  if (place.size > mostDirectoryBytes || place.offset + place.size > size) return err('its directory is broken');
  const directory = await folder.readRange(path, place.offset, place.size);
  return directory.ok ? ok({ entries: entriesOf(directory.value) }) : err(directory.error.detail);
}

/** The bytes of one entry, stored, deflated or Zstandard (method 93), whatever sizes the archive claims. The error says what is broken. */
export async function readZipEntry(
  folder: ReadableFolder,
  path: string,
  entry: ZipEntry,
  { crc32 }: Pick<Hasher, 'crc32'>,
): Promise<Result<Uint8Array, string>> {
  if (entry.compressed > mostEntryBytes) return err('it is too large');
  const first = await folder.readRange(path, entry.offset, roomForHeader + entry.name.length + entry.compressed);
  if (!first.ok) return err(first.error.detail);
  const view = viewOf(first.value);
  if (first.value.length < 30 || view.getUint32(0, true) !== localSignature)
    return err('its place in the archive is wrong');
  const begin = 30 + view.getUint16(26, true) + view.getUint16(28, true);
  let packed = first.value.subarray(begin, begin + entry.compressed);
  if (packed.length < entry.compressed) {
    const again = await folder.readRange(path, entry.offset + begin, entry.compressed);
    if (!again.ok) return err(again.error.detail);
    packed = again.value;
  }
  if (packed.length < entry.compressed) return err('it is cut off');
  const whole = unpacked(packed, entry.method);
  return whole.ok && crc32 !== undefined && crc32(whole.value) !== entry.checksum
    ? err('its checksum is wrong')
    : whole;
}

function unpacked(packed: Uint8Array, method: number): Result<Uint8Array, string> {
  if (method === 0) return ok(packed);
  if (method !== 8 && method !== 93) return err(`its compression (${method}) is not known`);
  const most = Math.min(mostEntryBytes, Math.max(freeBytes, packed.length * mostRatio));
  const parts: Uint8Array[] = [];
  let size = 0;
  const take = (part: Uint8Array): void => {
    size += part.length;
    if (size > most) throw new Error('it is too large');
    parts.push(part.slice());
  };
  try {
    const stream = method === 8 ? new Inflate(take) : new Decompress(take);
    // In pieces, so that what is made to fill the memory is met before it does.
    const piece = 64 * 1024;
    for (let at = 0; at < packed.length; at += piece)
      stream.push(packed.subarray(at, at + piece), at + piece >= packed.length);
  } catch (thrown) {
    return err(thrown instanceof Error ? thrown.message : String(thrown));
  }
  return ok(joined(parts, size));
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

interface DirectoryPlace {
  readonly offset: number;
  readonly size: number;
}

function endOfDirectory(tail: Uint8Array): number | undefined {
  const view = viewOf(tail);
  for (let at = tail.length - endBytes; at >= 0; at--) if (view.getUint32(at, true) === endSignature) return at;
  return undefined;
}

function placeOf(tail: Uint8Array, end: number): DirectoryPlace {
  const view = viewOf(tail);
  return { size: view.getUint32(end + 12, true), offset: view.getUint32(end + 16, true) };
}

async function zip64Place(
  folder: ReadableFolder,
  path: string,
  tail: Uint8Array,
  end: number,
): Promise<DirectoryPlace | undefined> {
  const view = viewOf(tail);
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== zip64Locator) return undefined;
  const bytes = await folder.readRange(path, Number(view.getBigUint64(locator + 8, true)), 56);
  if (!bytes.ok || bytes.value.length < 56) return undefined;
  const record = viewOf(bytes.value);
  if (record.getUint32(0, true) !== zip64End) return undefined;
  return { size: Number(record.getBigUint64(40, true)), offset: Number(record.getBigUint64(48, true)) };
}

function entriesOf(directory: Uint8Array): readonly ZipEntry[] {
  const view = viewOf(directory);
  const entries = new Map<string, ZipEntry>();
  const decoder = new TextDecoder();
  for (let at = 0; at + 46 <= directory.length && view.getUint32(at, true) === entrySignature;) {
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    if (extraEnd > directory.length) break;
    const name = decoder.decode(directory.subarray(at + 46, nameEnd));
    const sizes = { compressed: view.getUint32(at + 20, true), offset: view.getUint32(at + 42, true) };
    const real = withZip64(
      sizes,
      view.getUint32(at + 24, true) === full32,
      viewOf(directory.subarray(nameEnd, extraEnd)),
    );
    entries.set(name, {
      name,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      ...real,
    });
    at = extraEnd + view.getUint16(at + 32, true);
  }
  return [...entries.values()];
}

/** The files of an archive without a directory, one behind the other as far as they say how long they are. */
async function entriesBeforeCut(folder: ReadableFolder, path: string, size: number): Promise<readonly ZipEntry[]> {
  const entries = new Map<string, ZipEntry>();
  const decoder = new TextDecoder();
  for (let offset = 0; ;) {
    const head = await folder.readRange(path, offset, roomForHeader);
    if (!head.ok || head.value.length < 30) break;
    const view = viewOf(head.value);
    if (view.getUint32(0, true) !== localSignature) break;
    const nameEnd = 30 + view.getUint16(26, true);
    const begin = nameEnd + view.getUint16(28, true);
    const { compressed } = withZip64(
      { compressed: view.getUint32(18, true), offset },
      view.getUint32(22, true) === full32,
      viewOf(head.value.subarray(nameEnd, begin)),
    );
    const next = offset + begin + compressed;
    const isUnsaid = compressed === full32 || (view.getUint16(6, true) & sizesFollow) !== 0;
    if (isUnsaid || next > size || nameEnd > head.value.length) break;
    const name = decoder.decode(head.value.subarray(30, nameEnd));
    entries.set(name, {
      name,
      method: view.getUint16(8, true),
      checksum: view.getUint32(14, true),
      compressed,
      offset,
    });
    offset = next;
  }
  return [...entries.values()];
}

/** The extra field 1 holds, in this order, those of size, packed size and offset that do not fit into 32 bits. */
function withZip64(
  { compressed, offset }: Pick<ZipEntry, 'compressed' | 'offset'>,
  isLarge: boolean,
  extra: DataView,
): Pick<ZipEntry, 'compressed' | 'offset'> {
  if (compressed !== full32 && offset !== full32) return { compressed, offset };
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    let next = at + 4 + (isLarge ? 8 : 0);
    const large = (): number => {
      const value = next + 8 <= extra.byteLength ? Number(extra.getBigUint64(next, true)) : full32;
      next += 8;
      return value;
    };
    return {
      compressed: compressed === full32 ? large() : compressed,
      offset: offset === full32 ? large() : offset,
    };
  }
  return { compressed, offset };
}
