import { imageSize as sizeByHeader } from 'image-size';
import { avifOrientation } from './avifTurn.ts';
import { readBmpLayout } from './bmp.ts';
import { readTiffLayout } from './tiff.ts';

/** The picture types that EmoLens can tell apart by their first bytes. */
export type ImageMime =
  'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'image/bmp' | 'image/avif' | 'image/tiff';

/** A picture's true type, and the file extensions (lower case, no dot, the usual one first) that go with it. */
export interface SniffedImage {
  readonly mime: ImageMime;
  readonly extensions: readonly string[];
}

/** Width and height in pixels, both at least 1, as a viewer shows the picture (a rotation in EXIF is taken into account). */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** More pixels than this (by the header) is too large: decoding would take 400 MB and more. */
export const mostPixels = 100_000_000;

const extensions: Readonly<Record<ImageMime, readonly string[]>> = {
  'image/png': ['png', 'apng'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'image/bmp': ['bmp', 'dib'],
  'image/avif': ['avif', 'avifs'],
  'image/tiff': ['tif', 'tiff'],
};

/**
 * The true type of a picture by its first bytes (32 are enough), whatever its name says; `undefined` for anything else,
 * including an empty file. It says what the file claims to be, not that the rest of it is whole.
 * Signatures: the formats' own specifications, as collected in the WHATWG MIME Sniffing Standard, section 6.1.
 */
export function sniffImage(head: Uint8Array): SniffedImage | undefined {
  const mime = mimeOf(head);
  return mime && { mime, extensions: extensions[mime] };
}

/**
 * The picture's size as its header says, `undefined` where the header is of no known type, cut off, or wrong. Never throws.
 * `head` is the start of the file: 64 KB reach the size in nearly all files; a JPEG with large metadata may need more.
 */
export function imageSize(head: Uint8Array): ImageSize | undefined {
  const mime = sniffImage(head)?.mime;
  if (mime === undefined) return undefined;
  if (mime === 'image/tiff') return turnedSize(readTiffLayout(head));
  // The package takes the oldest headers for newer ones.
  if (mime === 'image/bmp') return turnedSize(readBmpLayout(head));
  try {
    // The package looks past the end of a view into the rest of its buffer, which may be another file's bytes.
    const own = head.byteLength === head.buffer.byteLength ? head : new Uint8Array(head);
    const { width, height, orientation } = sizeByHeader(own);
    if (!isSide(width) || !isSide(height)) return undefined;
    return turnedSize({
      width,
      height,
      orientation: mime === 'image/avif' ? avifOrientation(own) : (orientation ?? 1),
    });
  } catch {
    return undefined;
  }
}

function turnedSize(layout: (ImageSize & { readonly orientation?: number }) | undefined): ImageSize | undefined {
  if (layout === undefined) return undefined;
  const { width, height, orientation = 1 } = layout;
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

function isSide(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

function mimeOf(head: Uint8Array): ImageMime | undefined {
  const has = (offset: number, text: string) => [...text].every((c, i) => head[offset + i] === c.charCodeAt(0));
  if (has(0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (has(0, '\xff\xd8\xff')) return 'image/jpeg';
  if (has(0, 'RIFF') && has(8, 'WEBP')) return 'image/webp';
  if (has(0, 'GIF87a') || has(0, 'GIF89a')) return 'image/gif';
  if (has(4, 'ftyp') && isAvif(head, has)) return 'image/avif';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((mark) => has(0, mark))) return 'image/tiff';
  // `BM` alone also begins ordinary words: the reserved field and the size of the next header tell them apart.
  if (has(0, 'BM') && has(6, '\0\0\0\0') && [12, 40, 52, 56, 64, 108, 124].includes(head[14] ?? 0)) return 'image/bmp';
  return undefined;
}

/** The brand `avif` or `avis` is the major one, or among the compatible ones (ISO/IEC 14496-12, `ftyp`; AV1 Image File Format). */
function isAvif(head: Uint8Array, has: (offset: number, text: string) => boolean): boolean {
  const boxSize = ((head[0] ?? 0) << 24) | ((head[1] ?? 0) << 16) | ((head[2] ?? 0) << 8) | (head[3] ?? 0);
  const end = Math.min(boxSize, head.length);
  for (let at = 8; at + 4 <= end; at += 4) {
    if (at !== 12 && (has(at, 'avif') || has(at, 'avis'))) return true;
  }
  return false;
}
