import type { ReadableFolder } from '../../ports.ts';
import { decodeText } from '../tables/decodeText.ts';

/** The beginning of a file as text, `''` where it cannot be read; the last character may be cut. */
export interface FileHeads {
  (path: string): Promise<string>;
  /** For files that say at their end what they hold. */
  readonly folder?: ReadableFolder;
}

/** Enough for the first records of any table whose first picture is not embedded. */
const headBytes = 64 * 1024;

/** Makes a reader of file beginnings that reads each file once, however many formats ask. */
export function fileHeads(folder: ReadableFolder): FileHeads {
  const heads = new Map<string, Promise<string>>();
  const headOf = (path: string) => {
    let head = heads.get(path);
    if (head === undefined) {
      head = readHead(folder, path);
      heads.set(path, head);
    }
    return head;
  };
  return Object.assign(headOf, { folder });
}

async function readHead(folder: ReadableFolder, path: string): Promise<string> {
  const bytes = await folder.readHead(path, headBytes);
  if (!bytes.ok) return '';
  return decodeText(bytes.value.length < headBytes ? bytes.value : wholeCharacters(bytes.value)).text;
}

/** Without the last character, when it may be cut: half of one would make the whole no UTF-8. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > bytes.length - 4 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  return bytes[end - 1]! >= 0xc0 ? bytes.subarray(0, end - 1) : bytes;
}
