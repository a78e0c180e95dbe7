import type { Item } from '../benchmark/item.ts';
import { majorityOf } from '../benchmark/draftWords.ts';
import type { ExportEntry, ExportLayout, ExportSetting } from './exportLayout.ts';

const emotion = 'emotion';
const numbers = ['degree', 'quality'] as const;

/**
 * Label Studio's tasks as JSON, with the labelling interface that fits them. Pictures are named as its local storage serves them: the
 * export's folder is to be its document root. Votes become one annotation for each rater; without votes, or where most said otherwise, the label is the ground truth.
 */
export const labelStudioLayout: ExportLayout = {
  id: 'label-studio',
  table: 'tasks.json',
  pictures: '',
  leavesOut: () => undefined,
  begin: () => '[\n',
  rows: (entry, setting, first) => [JSON.stringify(taskOf(entry, setting, first))],
  between: ',\n',
  end: '\n]\n',
  extras: (setting) => [{ path: 'label_config.xml', text: configOf(setting) }],
};

/** What choices are made about: where there are images and videos, the interface shows both and the choices belong to the image. */
function objectOf({ media }: Pick<ExportSetting, 'media'>): 'image' | 'video' {
  return media.has('image') || !media.has('video') ? 'image' : 'video';
}

function taskOf({ item, place }: ExportEntry, setting: ExportSetting, first: number): unknown {
  const { generator, prompted, prompt, seed, split, text, fields } = item;
  const known = Object.entries({ generator, prompted, prompt, seed, split, text });
  const told = { ...fields, ...Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
  const kind = item.media === 'video' ? 'video' : 'image';
  const address = `/data/local-files/?d=${place.split('/').map(encodeURIComponent).join('/')}`;
  return {
    id: first + 1,
    // No further column takes the place of the picture. Label Studio refuses tasks that lack what its interface shows.
    data: {
      [kind]: address,
      ...told,
      ...Object.fromEntries([...setting.media].map((one) => [one, ''])),
      [kind]: address,
    },
    annotations: annotationsOf(item, setting),
  };
}

/** Where the label is not what most said, it stands in an annotation of its own, as the ground truth. */
function annotationsOf(item: Item, setting: ExportSetting): readonly unknown[] {
  const { mainTask = emotion } = setting;
  const result = (from: string, type: string, value: object): unknown => {
    return { from_name: from, to_name: objectOf(setting), type, value };
  };
  const rest = [
    ...numbers.flatMap((name) => (item[name] === undefined ? [] : [result(name, 'number', { number: item[name] })])),
    ...Object.entries(item.tasks ?? {}).flatMap(([task, label]) =>
      task === mainTask ? [] : [result(task, 'choices', { choices: [label] })],
    ),
  ];
  const { votes = {}, label } = item;
  const said = Object.entries(votes).flatMap(([choice, count]) => Array<string>(count).fill(choice));
  const choose = (choice: string) => result(mainTask, 'choices', { choices: [choice] });
  const isOwn = said.length < 2 || (label !== undefined && majorityOf(votes) !== label);
  const truth = isOwn && label !== undefined ? [choose(label)] : [];
  const results = [...truth, ...rest];
  const raters = said.length < 2 ? [] : said.map((choice, i) => ({ completed_by: i + 1, result: [choose(choice)] }));
  return results.length === 0 ? raters : [{ ground_truth: true, result: results }, ...raters];
}

function configOf(setting: ExportSetting): string {
  const { benchmark, tasks, media, mainTask = emotion } = setting;
  const object = objectOf(setting);
  const choices = (name: string, labels: readonly string[]) => [
    `  <Choices name="${xml(name)}" toName="${object}" choice="single">`,
    ...labels.map((label) => `    <Choice value="${xml(label)}"/>`),
    '  </Choices>',
  ];
  return [
    '<View>',
    ...(object === 'image' ? ['  <Image name="image" value="$image"/>'] : []),
    ...(media.has('video') ? ['  <Video name="video" value="$video"/>'] : []),
    ...choices(mainTask, benchmark.labels),
    ...[...tasks].flatMap(([task, labels]) => (task === mainTask ? [] : choices(task, labels))),
    ...numbers.flatMap((name) => {
      const scale = benchmark.scales[name];
      return scale === undefined
        ? []
        : [`  <Number name="${name}" toName="${object}" min="${scale.min}" max="${scale.max}"/>`];
    }),
    '</View>',
    '',
  ].join('\n');
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
