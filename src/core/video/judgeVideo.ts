import { sniffVideo } from './sniffVideo.ts';

/** What the first bytes of a video file show of it. */
export interface JudgedVideo {
  /** Its true type. */
  readonly type: string;
  /** File extensions (lower case, no dot) that go with it. */
  readonly extensions: readonly string[];
  /** The file ends before what its container announces, or lacks what no player can do without. */
  readonly isCutOff: boolean;
}

/** Reads so many bytes from a place of a file; `undefined` where that fails. */
export type ReadRange = (start: number, length: number) => Promise<Uint8Array | undefined>;

/**
 * Judges a file by its container: `undefined` where it begins like no video. Boxes of MP4 and MOV (ISO/IEC 14496-12) are walked over by their sizes, a few bytes each: one
 * that reaches beyond the file's end, or none with the tracks (`moov`), means that it was cut off. AVI says its size in the RIFF header, WebM and MKV (RFC 8794) that of their segment.
 */
export async function judgeVideo(head: Uint8Array, size: number, read: ReadRange): Promise<JudgedVideo | undefined> {
  switch (sniffVideo(head)) {
    case 'mov': {
      const isQuickTime = ascii(head, 4, 8) !== 'ftyp' || ascii(head, 8, 12) === 'qt  ';
      const type = isQuickTime ? 'video/quicktime' : 'video/mp4';
      return { type, extensions: ['mp4', 'm4v', 'mov'], isCutOff: !(await hasWholeBoxes(head, size, read)) };
    }
    case 'matroska': {
      const isWebm = docType(head) === 'webm';
      // A WebM file is a Matroska one, too.
      const extensions = isWebm ? ['webm', 'mkv'] : ['mkv'];
      return { type: isWebm ? 'video/webm' : 'video/x-matroska', extensions, isCutOff: segmentEnd(head) > size };
    }
    case 'avi': {
      const announced = new DataView(head.buffer, head.byteOffset).getUint32(4, true) + 8;
      return { type: 'video/x-msvideo', extensions: ['avi'], isCutOff: announced > size };
    }
    default:
      return undefined;
  }
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

/** More boxes than this at the top are fragments of a stream, of which each stands alone. */
const mostBoxes = 64;

async function hasWholeBoxes(head: Uint8Array, size: number, read: ReadRange): Promise<boolean> {
  let hasTracks = false;
  let at = 0;
  for (let box = 0; box < mostBoxes && at + 8 <= size; box++) {
    const bytes = at + 16 <= head.length ? head.subarray(at, at + 16) : await read(at, Math.min(16, size - at));
    if (bytes === undefined || bytes.length < 8) return true;
    const length = boxLength(bytes, size - at);
    if (ascii(bytes, 4, 8) === 'moov') hasTracks = true;
    if (length < 8 || at + length > size) return false;
    at += length;
  }
  return hasTracks || at + 8 <= size;
}

function boxLength(bytes: Uint8Array, rest: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const short = view.getUint32(0);
  if (short === 0) return rest;
  return short === 1 && bytes.length >= 16 ? Number(view.getBigUint64(8)) : short;
}

function docType(head: Uint8Array): string {
  for (let i = 4; i + 3 < Math.min(head.length, 128); i++) {
    if (head[i] !== 0x42 || head[i + 1] !== 0x82) continue;
    const length = head[i + 2]! & 0x7f;
    return ascii(head, i + 3, i + 3 + length);
  }
  return '';
}

/** Where the segment ends by its own word; 0 where it gives none, as in recordings that were sent while they were made. */
function segmentEnd(head: Uint8Array): number {
  const header = sizeAt(head, 4);
  if (header === undefined) return 0;
  const at = header.end + header.size;
  const isSegment = [0x18, 0x53, 0x80, 0x67].every((byte, i) => head[at + i] === byte);
  const segment = isSegment ? sizeAt(head, at + 4) : undefined;
  return segment === undefined || segment.isUnknown ? 0 : segment.end + segment.size;
}

function sizeAt(
  head: Uint8Array,
  at: number,
): { readonly size: number; readonly end: number; readonly isUnknown: boolean } | undefined {
  const first = head[at];
  if (first === undefined || first === 0) return undefined;
  const width = Math.clz32(first) - 23;
  if (at + width > head.length) return undefined;
  let size = first & (0xff >> width);
  let isUnknown = size === 0xff >> width;
  for (let i = 1; i < width; i++) {
    const byte = head[at + i]!;
    size = size * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { size, end: at + width, isUnknown };
}
