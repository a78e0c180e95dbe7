import type { ListedFile } from '../files/listing.ts';
import { codeOf } from './tableJoins.ts';
import type { ProseCodes } from './writtenCodes.ts';

const sampleSize = 2000;
/** Fewer classes than this at one place of the names may be there by chance. */
const fewestClasses = 4;

/**
 * Reads the class of a picture from a number in its name (`01-02-05-01.mp4`), where a list that people wrote has just the numbers that stand at one place
 * of the names, and at no other. `undefined` where that is not so.
 */
export async function numbersInNames(
  files: readonly ListedFile[],
  prose: ProseCodes,
): Promise<((file: Pick<ListedFile, 'stem'>) => string | undefined) | undefined> {
  const step = Math.max(1, Math.floor(files.length / sampleSize));
  const cuts: (readonly string[])[] = [];
  for (let i = 0; i < files.length; i += step) cuts.push(partsOf(files[i]!.stem));
  const parts = cuts[0]?.length ?? 0;
  if (parts < 2 || cuts.some((cut) => cut.length !== parts)) return undefined;
  const places: { readonly at: number; readonly book: ReadonlyMap<string, string> }[] = [];
  for (let at = 0; at < parts; at++) {
    const codes = new Set(cuts.map((cut) => codeOf(cut[at]!)));
    if (codes.size < fewestClasses || codes.size > 99) continue;
    const book = await prose.bookFor(codes);
    if (book?.size === codes.size) places.push({ at, book });
  }
  const only = places.length === 1 ? places[0] : undefined;
  return only && (({ stem }) => only.book.get(codeOf(partsOf(stem)[only.at] ?? '')));
}

function partsOf(stem: string): readonly string[] {
  return stem.split(/[-_\s.]+/);
}
