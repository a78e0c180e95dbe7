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

type NamedRole = Exclude<TableRole, 'rater' | 'votes' | 'field'>;

/** Keys of column names for each role, the surer ones first. */
const names: Readonly<Record<NamedRole, readonly string[]>> = {
  image: [
    ...['filename', 'imagepath', 'imagename', 'imagefile', 'imagefilename', 'image', 'images', 'img', 'imgpath'],
    ...['imgname', 'imagefilepath', 'filepath', 'subdirectoryfilepath', 'relativepath', 'relpath', 'file', 'files'],
    ...['path', 'picture', 'photo', 'pic', 'filenames', 'imageurl', 'imgurl', 'url', 'imageid', 'imgid', 'painting'],
    ...['bild', 'bilddatei', 'datei', 'dateiname', 'fichier', 'imagen', 'archivo', 'video', 'videopath', 'videoname'],
    ...[
      'portrait',
      'face',
      'frame',
      'name',
      '图像',
      '图片',
      '文件名',
      '图片名',
      '图片路径',
      '图像路径',
      '照片',
      '画像',
    ],
  ],
  id: [
    'id',
    'index',
    'uid',
    'uuid',
    'key',
    'sampleid',
    'itemid',
    'imageid',
    'imgid',
    'stem',
    '编号',
    '序号',
    'nr',
    'no',
  ],
  label: [
    ...['emotion', 'emotions', 'emotionlabel', 'emotiontype', 'distortions', 'distortion', 'label', 'labels', 'class'],
    ...['expression', 'emotionclass', 'perceivedemotion', 'perceived', 'gtemotion', 'trueemotion', 'groundtruth'],
    ...['labelname', 'classname', 'emotionname', 'target', 'gt', 'answer', 'category', 'categories', 'affect', 'mood'],
    ...['feeling', 'sentiment', 'emo', 'expr', 'classid', 'labelid', 'emotionid', 'y', 'gefühl', 'stimmung', 'émotion'],
    ...['expected', 'expectedvalue', 'expectedemotion', 'expectedlabel', 'expectedanswer'],
    ...['emoción', 'emocion', '情感', '情绪', '标签', '情感标签', '情绪标签', '表情', '类别', '情感类别', '感情'],
  ],
  degree: [
    ...['emotionmos', 'degreemos', 'intensitymos', 'expressionmos', 'mosemotion', 'mosdegree', 'meanintensity'],
    ...[
      'degree',
      'emotiondegree',
      'intensity',
      'emotionintensity',
      'emotionscore',
      'strength',
      'level',
      'score',
      'rating',
    ],
    ...[
      'intensität',
      'intensitaet',
      'stärke',
      'grad',
      'bewertung',
      'intensité',
      'intensidad',
      '程度',
      '强度',
      '情感强度',
      '强烈程度',
    ],
  ],
  quality: [
    ...[
      'quality',
      'imagequality',
      'qualityscore',
      'qualitymos',
      'mos',
      'qualität',
      'bildqualität',
      'qualité',
      'calidad',
    ],
    ...['质量', '图像质量', '画质'],
  ],
  generator: [
    ...[
      'generator',
      't2imodel',
      'generativemodel',
      'model',
      'modelname',
      'genmodel',
      't2i',
      'generatedby',
      'generatormodel',
    ],
    ...['modell', '生成模型', '模型', '生成器'],
  ],
  prompted: [
    ...[
      'promptedemotion',
      'promptemotion',
      'prompted',
      'targetemotion',
      'intendedemotion',
      'emotionprompt',
      'intended',
    ],
    ...['requestedemotion', 'askedemotion', 'conditionemotion', '提示情感', '目标情感'],
  ],
  prompt: [
    'prompt',
    'promptid',
    'promptnumber',
    'promptno',
    'promptidx',
    'promptindex',
    'promptnr',
    '提示',
    '提示编号',
  ],
  seed: ['seed', 'randomseed', '种子', '随机种子'],
  split: ['split', 'subset', 'partition', 'usage', 'set', 'fold', 'dataset', 'phase', 'teilmenge', '划分', '数据集'],
  task: ['task', 'taskname', 'tasktype', 'subtask', 'questiontype', '任务'],
  annotator: [
    ...['annotator', 'annotatorid', 'rater', 'raterid', 'worker', 'workerid', 'coder', 'coderid', 'judge', 'judgeid'],
    ...[
      'labeler',
      'labeller',
      'evaluator',
      'evaluatorid',
      'user',
      'userid',
      'annotatedby',
      '标注者',
      '标注员',
      '评分者',
    ],
  ],
  text: [
    ...['text', 'caption', 'utterance', 'prompt', 'prompttext', 'question', 'description', 'sentence', 'transcript'],
    ...['instruction', 'comment', 'explanation', 'title', 'beschreibung', '文本', '描述', '提示词', '说明', '文字'],
  ],
};

/** How well a column's name fits a role: 1 for its usual name down to above 0.5 for its least usual one, 0 for none. */
export function nameFit(column: string, role: NamedRole): number {
  const list = names[role];
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
  ...['std', 'sd', 'stddev', 'stdev', 'variance', 'var', 'unnamed', '编号', '序号', '宽', '高', '年龄'],
]);

/** Whether a column's name says that its numbers are places, sizes, ids or other measures, so that they are no ratings. */
export function isMeasureName(column: string): boolean {
  return columnWords(column).some((word) => measures.has(word));
}

const splitWord =
  /^(?:train(?:ing)?|test(?:ing)?|val(?:id(?:ation)?)?|dev(?:elopment)?|eval|holdout|public ?test|private ?test|训练集?|测试集?|验证集?)$/i;

/** Whether a text is a usual name of a part of a data set. */
export function isSplitWord(text: string): boolean {
  return splitWord.test(text.trim());
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
