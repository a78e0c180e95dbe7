import type { Lexicon } from '../../affect/lexicon.ts';
import type { Listing } from '../listing.ts';
import { classFolders } from './classFolders.ts';
import type { Format } from './format.ts';
import { memoBench } from './memoBench.ts';

/** All formats that open; where two are equally sure, the earlier one reads. */
export const formats: readonly Format[] = [memoBench, classFolders];

/** The format that is surest about a listing, and how sure (above 0, at most 1); `undefined` when none knows it. */
export function bestFormat(
  listing: Listing,
  lexicon: Lexicon,
): { readonly format: Format; readonly sure: number } | undefined {
  let best: { readonly format: Format; readonly sure: number } | undefined;
  for (const format of formats) {
    const sure = format.recognise(listing, lexicon);
    if (sure > (best?.sure ?? 0)) best = { format, sure };
  }
  return best;
}
