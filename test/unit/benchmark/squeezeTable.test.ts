import { describe, expect, test } from 'vitest';
import { squeezed } from '../../../src/core/benchmark/embedded/squeezeTable.ts';

/** How pictures of each type begin, in base64, and what goes on behind. */
const beginnings = {
  png: 'iVBORw0KGgoAAAANSUhEUg',
  jpg: '/9j/4AAQSkZJRgABAQ',
  gif: 'R0lGODlhAQABAIAAAAAAAP',
  webp: 'UklGRiQAAABXRUJQVlA4',
  bmp: 'Qk1GAAAAAAAAAD4AAAAo',
  avif: 'AAAAIGZ0eXBhdmlmAAAA',
  tif: 'SUkqAAgAAAAQAAABBAAB',
};

const tableWith = (picture: string): Uint8Array => new TextEncoder().encode(`{"a":"${picture}","label":"happy"}`);

describe('a table of text', () => {
  test.each(Object.entries(beginnings))('has a %s in it, whatever backslashes stand in its base64', (type, begins) => {
    const picture = begins + 'Ab3/'.repeat(30);
    for (const written of [picture, picture.replaceAll('/', '\\/'), [...picture].join('\\')]) {
      const { bytes, hasPictures } = squeezed(tableWith(written));
      expect(hasPictures).toBe(true);
      expect(new TextDecoder().decode(bytes)).toMatch(new RegExp(`embedded@.*${type}`));
    }
  });

  test('stays as it is where words only look like the beginnings of pictures', () => {
    const bytes = tableWith('Qk, UklGR and R0lGOD are no pictures, nor is data:image/9j/');
    const { bytes: same, hasPictures } = squeezed(bytes);
    expect(hasPictures).toBe(false);
    expect(same).toEqual(bytes);
  });
});
