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

const signatureLength = 8;
/** Length, type and checksum of a chunk, four bytes each. */
const besidesData = 12;
/** The letters I, E, N, D. */
const iend = 0x49454e44;
