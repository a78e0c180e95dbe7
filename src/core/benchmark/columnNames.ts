import { roleNames, type NamedRole } from './roleNames.ts';

/** What a column of a table can hold. `votes`: how often one emotion was chosen; `field`: anything else that names groups. */
export type TableRole =
  | 'image'
  | 'id'
  | 'label'
  | 'degree'
  | 'quality'
  | 'generator'
  | 'prompted'
  | 'prompt'
  | 'seed'
  | 'split'
  | 'task'
  | 'text'
  | 'rater'
  | 'annotator'
  | 'votes'
  | 'field';

/** Case, spaces, `_` and other marks do not tell column names apart. */
export function columnKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The words of a column name: `emotionLabel`, `emotion_label` and `data.emotion label` have the same last two. */
export function columnWords(name: string): readonly string[] {
  return name
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** How well a column's name fits a role: 1 for its usual name down to above 0.5 for its least usual one, 0 for none. */
export function nameFit(column: string, role: NamedRole): number {
  const list = roleNames[role];
  const at = list.indexOf(columnKey(column));
  if (at !== -1) return 1 - (at / list.length) * 0.4;
  const words = columnWords(column);
  // `data.emotion_label` and `gt emotion` are named by their last words.
  for (let from = 1; from < words.length; from++) {
    const inner = list.indexOf(words.slice(from).join(''));
    if (inner !== -1) return 0.58 - (inner / list.length) * 0.05;
  }
  return 0;
}

const raterName =
  /^(?:rater|annotator|annotation|coder|judge|expert|evaluator|labell?er|worker|participant|observer|respondent|r|a|标注者?|标注员|评分者)[\s_.-]?\d+/i;

/** Whether a column is that of one rater by its name: `rater1`, `annotator_2_label`, `标注者3`. */
export function isRaterName(column: string): boolean {
  return raterName.test(column.normalize('NFKC').trim());
}

/** Names of tasks beside that of naming the emotion: each one's labels are counted apart. */
const taskNames = /^(?:intent|intention|hate|hateful|hatespeech|humou?r|humorous|funny|sarcasm|sarcastic|irony)$/;

/** Whether a column holds the label of a further task by its name. */
export function isTaskName(column: string): boolean {
  return isOwnTask(column) || columnWords(column).some((word) => taskNames.test(word));
}

/** Whether a column holds what a model said, which is no truth, by its name. */
export function isPredictionName(column: string): boolean {
  return columnWords(column).some((word) => /^(?:pred|preds|predicted|predictions?)$/.test(word));
}

const ownTask = /^tasks\.(?=.)/;

/** Whether a column is a member of an object `tasks`, which has labels by the names of tasks. */
export function isOwnTask(column: string): boolean {
  return ownTask.test(column);
}

/** The name of the task whose labels a column holds. */
export function taskNameOf(column: string): string {
  return column.replace(ownTask, '');
}

const measures = new Set([
  ...[
    'x',
    'y',
    'w',
    'h',
    'x1',
    'x2',
    'y1',
    'y2',
    'xmin',
    'xmax',
    'ymin',
    'ymax',
    'width',
    'height',
    'left',
    'top',
    'right',
  ],
  ...['bottom', 'bbox', 'box', 'bndbox', 'landmark', 'landmarks', 'facial', 'pixels', 'pixel', 'area', 'size', 'bytes'],
  ...[
    'valence',
    'arousal',
    'dominance',
    'confidence',
    'conf',
    'prob',
    'probability',
    'logit',
    'entropy',
    'agreement',
    'loss',
    'yaw',
    'pitch',
    'roll',
  ],
  ...[
    'age',
    'year',
    'date',
    'time',
    'timestamp',
    'duration',
    'fps',
    'count',
    'votes',
    'repetition',
    'boxes',
    'faces',
    'step',
    'steps',
    'hash',
  ],
  ...[
    'id',
    'index',
    'idx',
    'no',
    'nr',
    'number',
    'num',
    'seed',
    'cfg',
    'guidance',
    'sha256',
    'md5',
    'key',
    'embedding',
  ],
  ...['brightness', 'colorfulness', 'colourfulness', 'saturation', 'contrast', 'sharpness', 'luminance'],
  ...['std', 'sd', 'stddev', 'stdev', 'variance', 'var', 'unnamed', '编号', '序号', '宽', '高', '年龄'],
]);

/** Whether a column's name says that its numbers are places, sizes, ids or other measures, so that they are no ratings. */
export function isMeasureName(column: string): boolean {
  return columnWords(column).some((word) => measures.has(word));
}

const splitWord =
  /^(?:(?:train(?:ing)?|test(?:ing)?|val(?:id(?:ation)?)?|dev(?:elopment)?)(?:[ _-]?(?:set|split))?|eval|holdout|public ?test|private ?test|训练集?|测试集?|验证集?)$/i;

/** Whether a text is a usual name of a part of a data set. */
export function isSplitWord(text: string): boolean {
  return splitWord.test(text.trim());
}

/** The one part of the data that words name; `undefined` where they name none, or several as `train_test_split` does. */
export function onlySplit(words: readonly string[]): string | undefined {
  const named = words.filter(isSplitWord);
  return new Set(named.map(splitKey)).size === 1 ? named[0] : undefined;
}

/** Whether words name several parts of the data, as `train_test_split` does. */
export function areSplits(words: readonly string[]): boolean {
  return new Set(words.filter(isSplitWord).map(splitKey)).size > 1;
}

const splitKeys: readonly (readonly [key: string, words: RegExp])[] = [
  ['train', /^(?:train|训练)/i],
  ['val', /^(?:val|dev|验证)/i],
  ['test', /^(?:test|eval|holdout|public|private|测试)/i],
];

/** Which of the three usual parts of a data set a word means: `train`, `val` or `test`; `undefined` for any other word. */
export function splitKey(word: string): string | undefined {
  return isSplitWord(word) ? splitKeys.find(([, words]) => words.test(word.trim()))?.[0] : undefined;
}
