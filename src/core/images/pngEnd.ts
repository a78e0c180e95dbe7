/**
 * Whether a PNG has all its bytes: its chunks follow one another up to the one named IEND (PNG specification, third edition,
 * 5.3 and 11.2.5). Checksums and pixels are not looked at, so that it costs a few steps whatever the size. `bytes` is the
 * whole file; what comes after IEND does not count.
 */
export function isWholePng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = signatureLength; at + besidesData <= bytes.length;) {
    if (view.getUint32(at + 4) === iend) return true;
    at += besidesData + view.getUint32(at);
  }
  return false;
}

/**
 * Whether the checksums of a whole PNG hold (5.3), as far as a picture cannot be shown without what they are of: a byte that was lost or
 * turned on the way shows there, long before anything is decoded. Chunks that viewers may pass over, such as comments, do not count.
 */
export function checksumsHold(bytes: Uint8Array, crc32: (bytes: Uint8Array) => number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = signatureLength; at + besidesData <= bytes.length;) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) return true;
    const type = view.getUint32(at + 4);
    // The fifth bit of the first letter says that it may be passed over; transparency is part of the picture all the same.
    const matters = (type & 0x20000000) === 0 || type === trns;
    if (matters && crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) return false;
    if (type === iend) return true;
    at = end + 4;
  }
  return true;
}

const signatureLength = 8;
/** Length, type and checksum of a chunk, four bytes each. */
const besidesData = 12;
/** The letters I, E, N, D. */
const iend = 0x49454e44;
/** The letters t, R, N, S. */
const trns = 0x74524e53;
