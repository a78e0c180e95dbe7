import type { SentImage } from './model.ts';

/** Encoders that the platform may bring; both are many times faster than any loop. */
interface Platform {
  readonly Buffer?: {
    from(bytes: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string };
  };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const codes = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0));
const padding = 61;

/** Base64 with padding (RFC 4648, section 4) by Web APIs alone, for hosts that bring no encoder. */
export function base64ByTable(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let index = 0; index < bytes.length; index += 3) {
    const second = bytes[index + 1];
    const third = bytes[index + 2];
    const bits = ((bytes[index] ?? 0) << 16) | ((second ?? 0) << 8) | (third ?? 0);
    out[at++] = codes[bits >> 18] ?? 0;
    out[at++] = codes[(bits >> 12) & 63] ?? 0;
    out[at++] = second === undefined ? padding : (codes[(bits >> 6) & 63] ?? 0);
    out[at++] = third === undefined ? padding : (codes[bits & 63] ?? 0);
  }
  return new TextDecoder('latin1').decode(out);
}

/** Base64 with padding, by the platform's encoder where it has one. */
export function base64Of(bytes: Uint8Array): string {
  const { Buffer: NodeBuffer } = globalThis as Platform;
  return NodeBuffer === undefined
    ? base64ByTable(bytes)
    : NodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** A picture as a data URI (RFC 2397) with its true type. */
export function dataUri({ bytes, mime }: SentImage): string {
  return `data:${mime};base64,${base64Of(bytes)}`;
}
