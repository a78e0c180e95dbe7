import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  hasVideos,
  mediaFiles,
  mediaPlaces,
  otherFiles,
  otherPlaces,
} from '../../../src/core/benchmark/files/filesByKind.ts';
import { isMediaFile, isVideoFile, listedFile } from '../../../src/core/benchmark/files/listing.ts';

it('tells pictures and videos from all other files', () => {
  const name = fc.constantFrom('a.png', 'b.PNG', 'c.jpg', 'd.mp4', 'e.csv', 'f', 'g.json');
  fc.assert(
    fc.property(fc.array(name, { maxLength: 30 }), (names) => {
      const files = names.map(listedFile);
      expect(mediaFiles(files)).toEqual(files.filter(isMediaFile));
      expect(otherFiles(files)).toEqual(files.filter((file) => !isMediaFile(file)));
      expect(Array.from(mediaPlaces(files), (place) => files[place])).toEqual(mediaFiles(files));
      expect(otherPlaces(files).map((place) => files[place])).toEqual(otherFiles(files));
      for (const list of [files, mediaFiles(files)]) expect(hasVideos(list)).toBe(files.some(isVideoFile));
      expect(otherFiles(mediaFiles(files))).toEqual([]);
    }),
  );
});
