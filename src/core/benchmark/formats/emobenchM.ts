import type { ListedFile } from '../files/listing.ts';
import { conversationRecords, hasVideo, readConversations } from './conversations.ts';
import type { Format } from './format.ts';
import type { JsonBeginning } from './jsonBeginning.ts';
import { hasJson, jsonFiles } from './jsonFiles.ts';

/** Files of EmoBench-M, by the data sets that they are named after in its release. */
const emoBenchMFiles =
  /^(?:fgmsa|fmsa-sc|mc-eiu|meld|mosei|mosi|mustard|rav?de?ss[_-](?:song|speech)|sims|ch-simsv2s?|funny|ur-funny|mer2023|smile)(?:_test(?:_data)?)?$/i;

/**
 * EmoBench-M (arXiv 2502.04424): `benchmark_json/<data set>.json`, records with `id`, `video` and `conversations` as LLaVA's, and the videos in
 * `dataset/<data set>/videos/`. Told from LLaVA by these names, or by records of which none has a picture and no instruction is EmoBench's. Its tasks are emotion,
 * sentiment (polarities), intent, humor and sarcasm by the words of the question; each video's data set is its field `dataset`.
 */
export const emobenchM: Format = {
  id: 'emobench-m',
  recognise: hasJson,
  async confirm(listing, heads) {
    return (await jsonFiles(listing, heads, isEmoBenchM)).length > 0 ? 0.95 : 0;
  },
  read: (context) =>
    readConversations(
      context,
      (task, question) => question.task ?? task ?? 'question',
      ({ stem }) => stem,
    ),
};

function isEmoBenchM(beginning: JsonBeginning, file: ListedFile): boolean {
  const records = conversationRecords(beginning);
  if (records.length === 0) return false;
  if (/emobench[-_ ]?m(?![a-z])/i.test(file.path) || /(?:^|\/)benchmark_json$/i.test(file.folder)) return true;
  if (emoBenchMFiles.test(file.stem)) return records.some(hasVideo);
  const isOwn = /llava|emobench|emo[-_]?[co](?![a-z])/i.test(file.stem);
  const hasOptions = records.some((record) => 'options' in record || 'task' in record || 'image' in record);
  const isEmoBench = records.some((record) => /from the following options/i.test(JSON.stringify(record)));
  return records.every(hasVideo) && !isOwn && !hasOptions && !isEmoBench;
}
