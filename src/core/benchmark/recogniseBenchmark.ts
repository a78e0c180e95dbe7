import { builtInLexicon, type Lexicon } from '../affect/lexicon.ts';
import type { ReadableFolder } from '../ports.ts';
import type { FormatId } from './benchmark.ts';
import { fileHeads } from './formats/fileHeads.ts';
import { sureEnough } from './formats/format.ts';
import { bestFormat } from './formats/registry.ts';
import { withoutRequests } from './formats/requestsBeside.ts';
import { listBenchmark } from './files/listing.ts';
import { withoutPredictions } from '../predictions/predictionFiles.ts';
import { descriptorFile } from './readDescriptor.ts';

/** Folders deeper than this are not looked into: a workspace may be a home folder. */
const deepest = 3;

/**
 * Whether a folder that nobody called a benchmark is one, from the names of its files and the beginnings of its tables: `none` also for pictures that
 * nothing says to be portraits with emotions, such as the icons of a program, though `openBenchmark` would open them when asked.
 * A folder with a descriptor in its `.emolens` was called one before.
 */
export async function recogniseBenchmark(
  folder: ReadableFolder,
  options: { readonly store?: ReadableFolder; readonly signal?: AbortSignal; readonly lexicon?: Lexicon } = {},
): Promise<FormatId> {
  const { signal, lexicon = builtInLexicon } = options;
  const listed = await listBenchmark(folder, { deepest, ...(signal && { signal }) });
  if (!listed.ok) return 'none';
  const heads = fileHeads(folder);
  const { listing } = await withoutPredictions(listed.value, heads);
  const best = await bestFormat(await withoutRequests(listing, heads, lexicon), heads, lexicon);
  if (best === undefined) return 'none';
  if (best.sure >= sureEnough) return best.format.id;
  const described = await options.store?.stat(descriptorFile);
  return described?.ok === true ? best.format.id : 'none';
}
