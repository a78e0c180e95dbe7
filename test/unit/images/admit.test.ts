import { describe, expect, it } from 'vitest';
import { admitImage, maxPixels } from '../../../src/core/images/admit.ts';

function pngHeader(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(33);
  bytes.set(Uint8Array.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', (c) => c.charCodeAt(0)));
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
}

const kindOf = (bytes: Uint8Array) => {
  const result = admitImage(bytes);
  return result.ok ? 'admitted' : result.error.kind;
};

describe('admitImage', () => {
  it('admits up to 100 megapixels and not one row more', () => {
    expect(maxPixels).toBe(100_000_000);
    expect(kindOf(pngHeader(10_000, 10_000))).toBe('admitted');
    expect(kindOf(pngHeader(10_000, 10_001))).toBe('oversizedImage');
    expect(kindOf(pngHeader(2 ** 31 - 1, 2 ** 31 - 1))).toBe('oversizedImage');
  });

  it('says what it is and how large', () => {
    expect(admitImage(pngHeader(3, 4))).toEqual({
      ok: true,
      value: { mime: 'image/png', size: { width: 3, height: 4 } },
    });
  });

  it('tells empty, unknown and broken files apart', () => {
    expect(kindOf(new Uint8Array())).toBe('emptyImage');
    expect(kindOf(new TextEncoder().encode('<html>'))).toBe('unknownImageType');
    expect(kindOf(pngHeader(3, 4).subarray(0, 20))).toBe('corruptImage');
  });
});
