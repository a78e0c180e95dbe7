import { crc32 } from 'node:zlib';

const mark = 0x454d4f4c;
const length = 8;

/** The bytes of a cached picture with a checksum behind its end, which viewers do not look at. */
export function sealed(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.length + length);
  whole.set(bytes);
  const view = new DataView(whole.buffer);
  view.setUint32(bytes.length, mark);
  view.setUint32(bytes.length + 4, crc32(bytes));
  return whole;
}

/** Whether a cached file is as it was written. */
export function isSealed(whole: Uint8Array): boolean {
  const end = whole.length - length;
  if (end <= 0) return false;
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  return view.getUint32(end) === mark && view.getUint32(end + 4) === crc32(whole.subarray(0, end));
}
