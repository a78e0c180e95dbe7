import { bmpPacking, bmpRowSize, readBmpLayout } from './bmp.ts';
import { isWholePng } from './pngEnd.ts';
import type { ImageMime } from './sniff.ts';
import { isWholeTiff, readTiffLayout } from './tiff.ts';

/**
 * Whether a picture's file has all its bytes, told by its structure alone: nothing is decoded, so that a megabyte takes well
 * under a millisecond. `bytes` is the whole file; what follows the picture (padding, a second picture, a camera's notes)
 * does not count. A file that breaks its format's rules in another way than by ending early passes: decoders forgive a lot.
 */
export function isWholeImage(bytes: Uint8Array, mime: ImageMime): boolean {
  switch (mime) {
    case 'image/png':
      return isWholePng(bytes);
    case 'image/jpeg':
      return isWholeJpeg(bytes);
    case 'image/webp':
      return isWholeWebp(bytes);
    case 'image/gif':
      return isWholeGif(bytes);
    case 'image/avif':
      return isWholeAvif(bytes);
    case 'image/bmp':
      return isWholeBmp(bytes);
    case 'image/tiff': {
      const layout = readTiffLayout(bytes);
      return layout !== undefined && isWholeTiff(layout, bytes.length);
    }
  }
}

const endOfImage = 0xd9;
const startOfScan = 0xda;

/**
 * From marker to marker up to the end of the first image (ITU-T T.81, annex B). Thumbnails lie inside segments and are
 * stepped over; the coded data of a scan has no marker but restarts; a progressive picture has several scans.
 */
function isWholeJpeg(bytes: Uint8Array): boolean {
  let at = 2;
  while (at + 1 < bytes.length) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return false;
    const marker = bytes[at + 1] ?? 0xff;
    if (marker === endOfImage) return true;
    // Another 0xff is filling; 0x00 belongs to coded data; restarts and TEM stand alone.
    const standsAlone = marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8);
    if (marker === 0xff) at += 1;
    else if (standsAlone) at += 2;
    else {
      if (marker === startOfScan && endsAsImage(bytes, at)) return true;
      at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    }
  }
  return false;
}

/** Nearly all files end with the marker: then the coded data need not be walked through. */
function endsAsImage(bytes: Uint8Array, from: number): boolean {
  const { length } = bytes;
  return length >= from + 4 && bytes[length - 2] === 0xff && bytes[length - 1] === endOfImage;
}

/** The size in the header (RIFF: all but the first eight bytes); some writers leave the last byte of padding out. */
function isWholeWebp(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  const size = viewOf(bytes).getUint32(4, true);
  return bytes.length + (size % 2 === 0 ? 1 : 0) >= size + 8;
}

/** From block to block up to the trailer (CompuServe, "GIF89a Specification", appendix A). */
function isWholeGif(bytes: Uint8Array): boolean {
  const colours = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + colours(bytes[10] ?? 0);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x3b) return true;
    if (block === 0x21) at += 2;
    else if (block === 0x2c) at += 11 + colours(bytes[at + 9] ?? 0);
    else return true;
    for (let length = bytes[at]; length !== 0; length = bytes[at]) {
      if (length === undefined) return false;
      at += 1 + length;
    }
    at += 1;
  }
  return false;
}

/** From box to box (ISO/IEC 14496-12, 4.2): the last one ends with the file or before it. */
function isWholeAvif(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  let at = 0;
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at);
    // 0: up to the end of the file. 1: a length of eight bytes follows.
    if (size === 0) return true;
    const isLong = size === 1 && at + 16 <= bytes.length;
    const length = isLong ? Number(view.getBigUint64(at + 8)) : size;
    if (length < 8) return true;
    at += length;
  }
  return at === bytes.length;
}

/** By the size of its rows; of runs of equal pixels only a decoder knows the end. */
function isWholeBmp(bytes: Uint8Array): boolean {
  const layout = readBmpLayout(bytes);
  if (layout === undefined) return false;
  const { compression, height, pixelsAt } = layout;
  const isPacked = ![bmpPacking.none, bmpPacking.masks, bmpPacking.masksWithAlpha].some(
    (known) => known === compression,
  );
  return isPacked || pixelsAt + bmpRowSize(layout) * height <= bytes.length;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
