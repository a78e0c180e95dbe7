import { UnknownKind } from './unknownKind.ts';

/** Unpacks the LZW of TIFF (Adobe, "TIFF Revision 6.0", section 13) into at most `size` bytes. */
export function unpackLzw(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  const prefix = new Uint16Array(4097);
  const last = new Uint8Array(4097);
  const lengths = new Uint16Array(4097);
  for (let code = 0; code < 256; code++) [last[code], lengths[code]] = [code, 1];
  let filled = 0;
  let next = 258;
  let bits = 9;
  let held = 0;
  let heldBits = 0;
  let before = -1;
  for (let at = 0; filled < size;) {
    while (heldBits < bits && at < packed.length) {
      held = ((held << 8) | packed[at++]!) & 0xffffff;
      heldBits += 8;
    }
    if (heldBits < bits) break;
    heldBits -= bits;
    const code = (held >> heldBits) & ((1 << bits) - 1);
    if (code === 257) break;
    if (code === 256) {
      [next, bits, before] = [258, 9, -1];
      continue;
    }
    if (code > next || (before < 0 && code > 255)) throw new Error('a code of its packing is not known');
    if (before >= 0 && next < 4097) {
      prefix[next] = before;
      lengths[next] = lengths[before]! + 1;
      last[next] = firstOf(code === next ? before : code, prefix);
      next++;
    }
    const length = lengths[code]!;
    for (let one = code, place = filled + length - 1; place >= filled; place--, one = prefix[one]!)
      if (place < size) out[place] = last[one]!;
    filled += length;
    before = code;
    // The writer changes to longer codes one code early.
    if (next >= (1 << bits) - 1 && bits < 12) bits++;
  }
  return out;
}

function firstOf(code: number, prefix: Uint16Array): number {
  while (code > 257) code = prefix[code]!;
  return code;
}

/** Unpacks PackBits (Adobe, "TIFF Revision 6.0", section 9) into at most `size` bytes. */
export function unpackBits(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  for (let at = 0; at < packed.length && filled < size;) {
    const head = packed[at++]!;
    if (head < 128) {
      const stretch = packed.subarray(at, at + head + 1).subarray(0, size - filled);
      out.set(stretch, filled);
      filled += stretch.length;
      at += head + 1;
    } else if (head > 128) {
      const end = Math.min(size, filled + 257 - head);
      out.fill(packed[at++] ?? 0, filled, end);
      filled = end;
    }
  }
  return out;
}

/** Undoes horizontal differencing in place (section 14): each sample was stored as the difference to the one before it of its kind. */
export function undoDifferences(
  bytes: Uint8Array,
  rowSize: number,
  samples: number,
  bits: number,
  little: boolean,
): void {
  if (bits === 8) {
    for (let row = 0; row + rowSize <= bytes.length; row += rowSize)
      for (let at = row + samples; at < row + rowSize; at++) bytes[at]! += bytes[at - samples]!;
    return;
  }
  if (bits !== 16) throw new UnknownKind(`differences of ${bits} bits are not known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let row = 0; row + rowSize <= bytes.length; row += rowSize)
    for (let at = row + samples * 2; at + 1 < row + rowSize; at += 2)
      view.setUint16(at, view.getUint16(at, little) + view.getUint16(at - samples * 2, little), little);
}
