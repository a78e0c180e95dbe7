import { listedFile } from '../files/listing.ts';
import { columnOf, type TableSource } from './tableSource.ts';

const personFile =
  /(?:^|[^\p{L}])(?:rater|annotator|coder|judge|expert|evaluator|labell?er|worker|participant|标注者?|标注员|评分者)[\s_.-]*[\p{L}\p{N}]+$/iu;

/**
 * The tables with one label a row that are called by the people who labelled (`annotator_1.csv`, `labels_rater-B.csv`, `coder2/labels.csv`): what they say
 * of a picture are votes, and no two tables that disagree. None where there is only one.
 */
export function raterFiles(sources: readonly TableSource[]): ReadonlySet<TableSource> {
  const own = sources.filter((source) => {
    const isLabelled = columnOf(source, 'label') !== undefined && columnOf(source, 'annotator') === undefined;
    const { stem, folder } = listedFile(source.table.path);
    return isLabelled && (personFile.test(stem) || personFile.test(folder.slice(folder.lastIndexOf('/') + 1)));
  });
  return new Set(own.length > 1 ? own : []);
}
