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

function taskOf({ item, place }: ExportEntry, { mainTask = emotion }: ExportSetting, first: number): unknown {
  const { generator, prompted, prompt, seed, split, text, fields } = item;
  const known = Object.entries({ generator, prompted, prompt, seed, split, text });
  const told = { ...fields, ...Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
  const kind = item.media === 'video' ? 'video' : 'image';
  const address = `/data/local-files/?d=${place.split('/').map(encodeURIComponent).join('/')}`;
  return {
    id: first + 1,
    // No further column takes the place of the picture.
    data: { [kind]: address, ...told, [kind]: address },
    annotations: annotationsOf(item, mainTask),
  };
}

/** Where the label is not what most said, it stands in an annotation of its own, as the ground truth. */
function annotationsOf(item: Item, mainTask: string): readonly unknown[] {
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

function result(from: string, type: string, value: object): unknown {
  return { from_name: from, to_name: 'image', type, value };
}

function configOf({ benchmark, tasks, mainTask = emotion }: ExportSetting): string {
  const choices = (name: string, labels: readonly string[]) => [
    `  <Choices name="${xml(name)}" toName="image" choice="single">`,
    ...labels.map((label) => `    <Choice value="${xml(label)}"/>`),
    '  </Choices>',
  ];
  return [
    '<View>',
    '  <Image name="image" value="$image"/>',
    ...choices(mainTask, benchmark.labels),
    ...tasks.flatMap((task) => (task === mainTask ? [] : choices(task, []))),
    ...numbers.flatMap((name) => {
      const scale = benchmark.scales[name];
      return scale === undefined
        ? []
        : [`  <Number name="${name}" toName="image" min="${scale.min}" max="${scale.max}"/>`];
    }),
    '</View>',
    '',
  ].join('\n');
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
