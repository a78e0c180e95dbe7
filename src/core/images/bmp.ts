/** Where things are in a BMP file, as its headers say. Widths and heights are in pixels, places in bytes from the start. */
export interface BmpLayout {
  readonly width: number;
  readonly height: number;
  /** Rows stand from the top down instead of from the bottom up. */
  readonly topDown: boolean;
  readonly bits: number;
  readonly compression: number;
  /** Masks of red, green, blue and opacity in a pixel of 16 or 32 bits; 0 for none. */
  readonly masks: readonly [red: number, green: number, blue: number, alpha: number];
  readonly palette: { readonly at: number; readonly entrySize: number; readonly entries: number };
  readonly pixelsAt: number;
}

/** Ways of packing the pixels (`biCompression`). */
export const bmpPacking = { none: 0, rle8: 1, rle4: 2, masks: 3, masksWithAlpha: 6 } as const;

/**
 * Reads the headers of a BMP (Microsoft, "Bitmap Storage", BITMAPCOREHEADER up to BITMAPV5HEADER); `undefined` where they are cut off
 * or say what no BMP can be.
 */
export function readBmpLayout(bytes: Uint8Array): BmpLayout | undefined {
  if (bytes.length < 26) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerSize = view.getUint32(14, true);
  const isCore = headerSize === 12;
  const headerEnd = 14 + headerSize;
  if (headerEnd > bytes.length || (!isCore && headerSize < 40)) return undefined;
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore ? bmpPacking.none : view.getUint32(30, true);
  if (width < 1 || signedHeight === 0 || ![1, 2, 4, 8, 16, 24, 32].includes(bits)) return undefined;
  const named = isCore ? 0 : view.getUint32(46, true);
  const hasMasks = compression === bmpPacking.masks || compression === bmpPacking.masksWithAlpha;
  // A header of 40 bytes keeps its masks behind it, longer ones have a place for them.
  const masksBehind = hasMasks && headerSize === 40 ? (compression === bmpPacking.masks ? 12 : 16) : 0;
  if (headerEnd + masksBehind > bytes.length) return undefined;
  return {
    width,
    height: Math.abs(signedHeight),
    topDown: signedHeight < 0,
    bits,
    compression,
    masks: masksOf(view, bits, headerSize, hasMasks, masksBehind),
    palette: {
      at: headerEnd + masksBehind,
      entrySize: isCore ? 3 : 4,
      entries: bits > 8 ? 0 : Math.min(named === 0 ? 2 ** bits : named, 2 ** bits),
    },
    pixelsAt: view.getUint32(10, true),
  };
}

/** Bytes of one row of pixels that are not packed: rows begin at multiples of four. */
export function bmpRowSize({ width, bits }: BmpLayout): number {
  return Math.ceil((width * bits) / 32) * 4;
}

function masksOf(
  view: DataView,
  bits: number,
  headerSize: number,
  hasMasks: boolean,
  masksBehind: number,
): BmpLayout['masks'] {
  if (!hasMasks) return bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];
  const mask = (place: number): number => view.getUint32(54 + place * 4, true);
  const hasAlpha = masksBehind === 16 || headerSize >= 56;
  return [mask(0), mask(1), mask(2), hasAlpha ? mask(3) : 0];
}
