import type { Lexicon } from '../../affect/lexicon.ts';
import type { Listing } from '../files/listing.ts';
import { classFolders } from './classFolders.ts';
import { coco } from './coco.ts';
import { eemoBench } from './eemoBench.ts';
import { emobenchM } from './emobenchM.ts';
import { emoset } from './emoset.ts';
import { fiftyone } from './fiftyone.ts';
import type { FileHeads } from './fileHeads.ts';
import type { Format } from './format.ts';
import { frameLists } from './frameLists.ts';
import { imageFolder } from './imageFolder.ts';
import { labelStudio } from './labelStudio.ts';
import { llava } from './llava.ts';
import { memoBench } from './memoBench.ts';
import { openaiBatch } from './openaiBatch.ts';
import { anyTable } from './table.ts';
import { vlmevalkit } from './vlmevalkit.ts';
import { yolo } from './yolo.ts';

/** All formats that open; where two are equally sure, the earlier one reads. */
export const formats: readonly Format[] = [
  memoBench,
  emoset,
  fiftyone,
  coco,
  yolo,
  frameLists,
  emobenchM,
  eemoBench,
  labelStudio,
  openaiBatch,
  llava,
  vlmevalkit,
  imageFolder,
  classFolders,
  anyTable,
];

/** The format that is surest about a folder, and how sure (above 0, at most 1); `undefined` when none knows it. */
export async function bestFormat(
  listing: Listing,
  heads: FileHeads,
  lexicon: Lexicon,
): Promise<{ readonly format: Format; readonly sure: number } | undefined> {
  let best: { readonly format: Format; readonly sure: number } | undefined;
  for (const format of formats) {
    if (best?.sure === 1) break;
    const most = format.recognise(listing, lexicon);
    if (most <= (best?.sure ?? 0)) continue;
    const sure = Math.min(most, (await format.confirm?.(listing, heads, lexicon)) ?? most);
    if (sure > (best?.sure ?? 0)) best = { format, sure };
  }
  return best;
}
