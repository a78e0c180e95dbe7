import { otherFiles } from '../files/filesByKind.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { Format, FormatContext } from './format.ts';
import { readTables } from './readTables.ts';
import { tableBeginnings, tableFiles, type TableBeginning } from './tableBeginnings.ts';

/** The columns whose meaning the format fixes. */
const fixed = { id: 'index', label: 'answer', text: 'question', split: 'split' };

/**
 * The TSV of VLMEvalKit: `index`, `image` (base64, a list of it, or the index of the row that has it) or `image_path`, `question`, options `A` to `Z`,
 * `answer` (a letter stands for its option), `category`, `split`. Several questions about one picture are tasks by their category.
 */
export const vlmevalkit: Format = {
  id: 'vlmevalkit',
  recognise: (listing) => (otherFiles(listing.files).some((file) => file.extension === 'tsv') ? 0.9 : 0),
  async confirm(listing, heads, lexicon) {
    const own = (await tableBeginnings(listing, heads, lexicon)).filter(isOwn);
    const isEmotion = (text: string) => isEmotionWord(text, lexicon);
    const speaks = own.some(({ profiles }) => profiles.some((column) => [...column.distinct].some(isEmotion)));
    return own.length === 0 ? 0 : speaks ? 0.9 : 0.45;
  },
  read(context: FormatContext) {
    const columns = { ...fixed, ...context.corrected.columns };
    return readTables({ ...context, corrected: { ...context.corrected, columns } }, tableFiles(context.listing), {
      task: 'category',
    });
  },
};

function isOwn({ file, columns }: TableBeginning): boolean {
  const has = (name: string) => columns.includes(name);
  return file.extension === 'tsv' && has('index') && has('question') && (has('image') || has('image_path'));
}
