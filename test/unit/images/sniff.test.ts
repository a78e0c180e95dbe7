import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageSize, sniffImage } from '../../../src/core/images/sniff.ts';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

// Headers written by hand from the formats' specifications.
const png = bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\xf0\x08\x06\0\0\0');
const jpeg = bytes(
  '\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08\0\xf0\x01\x40\x03\x01\x22\0\x02\x11\x01\x03\x11\x01',
);
const exif = bytes(
  '\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0\xff\xc0\0\x11\x08\0\xf0\x01\x40\x03\x01\x22\0\x02\x11\x01\x03\x11\x01',
);
const gif = bytes('GIF89a\x40\x01\xf0\0\0\0\0');
const webp = bytes('RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0\0\0');
const bmp = bytes('BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x40\x01\0\0\x10\xff\xff\xff\x01\0\x18\0' + '\0'.repeat(24));
const tiff = bytes(
  'II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x40\x01\0\0\x01\x01\x03\0\x01\0\0\0\xf0\0\0\0\0\0\0\0\0\0\0\0',
);
const avif = bytes('\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf');

const all = { png, jpeg, exif, gif, webp, bmp, tiff, avif };

describe('sniffImage', () => {
  it.each([
    ['png', png, 'image/png', 'png'],
    ['jpeg', jpeg, 'image/jpeg', 'jpg'],
    ['gif', gif, 'image/gif', 'gif'],
    ['webp', webp, 'image/webp', 'webp'],
    ['bmp', bmp, 'image/bmp', 'bmp'],
    ['tiff', tiff, 'image/tiff', 'tif'],
    ['avif by a compatible brand', avif, 'image/avif', 'avif'],
    ['avif by the last of its brands', bytes('\0\0\0\x14ftypmif1\0\0\0\0avif'), 'image/avif', 'avif'],
  ])('tells %s', (_name, head, mime, extension) => {
    expect(sniffImage(head)?.mime).toBe(mime);
    expect(sniffImage(head)?.extensions[0]).toBe(extension);
  });

  it('knows nothing in other bytes', () => {
    for (const text of [
      '',
      'BM',
      'BMW is a maker of cars, and that is all',
      '<svg/>',
      '\x89PNG',
      'RIFF\0\0\0\0WAVE',
      '\0\0\0\x14ftypisom\0\0\0\0mp42',
    ]) {
      expect(sniffImage(bytes(text)), text).toBeUndefined();
    }
  });
});

describe('imageSize', () => {
  it.each(Object.entries(all).filter(([name]) => name !== 'avif' && name !== 'exif'))('reads %s', (_name, head) => {
    expect(imageSize(head)).toEqual({ width: 320, height: 240 });
  });

  it('turns a picture that EXIF turns', () => {
    expect(imageSize(exif)).toEqual({ width: 240, height: 320 });
  });

  it('reads from the middle of a larger buffer', () => {
    for (const [name, head] of Object.entries(all)) {
      const padded = new Uint8Array(head.length + 7);
      padded.set(head, 7);
      expect(imageSize(padded.subarray(7)), name).toEqual(imageSize(head));
    }
  });

  it('does not read past the end of a view', () => {
    expect(imageSize(png.subarray(0, 20))).toBeUndefined();
  });

  it('gives nothing for a size of zero', () => {
    const zero = png.slice();
    zero.fill(0, 16, 24);
    expect(imageSize(zero)).toBeUndefined();
  });

  it('never throws, whatever is cut off or overwritten', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(all)),
        fc.nat(64),
        fc.array(fc.tuple(fc.nat(63), fc.nat(255)), { maxLength: 8 }),
        fc.uint8Array({ maxLength: 300 }),
        (head, length, changes, tail) => {
          const broken = new Uint8Array([...head.subarray(0, length), ...tail]);
          for (const [at, value] of changes) if (at < broken.length) broken[at] = value;
          const size = imageSize(broken);
          expect(size === undefined || (size.width > 0 && size.height > 0)).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
