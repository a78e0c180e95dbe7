import type { Lexicon } from '../../affect/lexicon.ts';
import type { Listing } from '../files/listing.ts';
import { sureEnough } from './format.ts';
import type { FileHeads } from './fileHeads.ts';
import { hasJson } from './jsonFiles.ts';
import { asksOfFiles, batchFiles } from './openaiBatch.ts';
import { bestFormat } from './registry.ts';

/**
 * Takes files of requests out of the listing of a benchmark that they are about: what was asked of pictures says less than what a table, or their folders, say is right. They stay
 * where nothing else says it, and where they ask about files by path and only the names of these say it, which does not get lost.
 */
export async function withoutRequests(listing: Listing, heads: FileHeads, lexicon: Lexicon): Promise<Listing> {
  if (hasJson(listing) === 0) return listing;
  const batches = await batchFiles(listing, heads);
  if (batches.length === 0) return listing;
  const asked = new Set(batches.map(({ file }) => file));
  const others = { ...listing, files: listing.files.filter((file) => !asked.has(file)) };
  const best = await bestFormat(others, heads, lexicon);
  if (best === undefined || best.sure < sureEnough) return listing;
  const isByNames = best.format.id === 'class-folders';
  return isByNames && batches.some(({ beginning }) => asksOfFiles(beginning)) ? listing : others;
}
