import { hashesOf, slotsOf } from './idIndex.ts';
import { textParts, textPartsSince, type TextParts } from './itemColumns.ts';
import { isSameList, placesBefore } from './files/placesBefore.ts';

/** The ids of items with their index, and what making them again for nearly the same items can begin with. */
export interface KeptIds {
  readonly files: readonly { readonly path: string }[];
  readonly ids: TextParts;
  /** See `hashesOf`. */
  readonly hashes: Uint32Array;
  /** See `slotsOf`. */
  readonly slots: Uint32Array;
}

/** The ids of items at some paths; hashes of those that were there before are not made again. */
export function idsOf(files: KeptIds['files'], before: KeptIds | undefined): KeptIds {
  if (before !== undefined && isSameList(before.files, files)) return { ...before, files };
  const was = before && placesBefore(before.files, files);
  const ids = was ? textPartsSince(before!.ids, was, (i) => files[i]!.path) : textParts(files.map(({ path }) => path));
  const hashes = hashesOf(ids, was && { was, hashes: before!.hashes });
  return { files, ids, hashes, slots: slotsOf(hashes) };
}
