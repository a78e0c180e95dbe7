import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasVideos, mediaFiles, otherFiles } from '../../../src/core/benchmark/files/filesByKind.ts';
import { isMediaFile, isVideoFile, listedFile } from '../../../src/core/benchmark/files/listing.ts';

it('tells pictures and videos from all other files', () => {
  const name = fc.constantFrom('a.png', 'b.PNG', 'c.jpg', 'd.mp4', 'e.csv', 'f', 'g.json');
  fc.assert(
    fc.property(fc.array(name, { maxLength: 30 }), (names) => {
      const files = names.map(listedFile);
      expect(mediaFiles(files)).toEqual(files.filter(isMediaFile));
      expect(otherFiles(files)).toEqual(files.filter((file) => !isMediaFile(file)));
      expect(hasVideos(files)).toBe(files.some(isVideoFile));
    }),
  );
});
