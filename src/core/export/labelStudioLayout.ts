import type { Item } from '../benchmark/item.ts';
import type { ExportEntry, ExportLayout, ExportSetting } from './exportLayout.ts';

const emotion = 'emotion';
const numbers = ['degree', 'quality'] as const;

/**
 * Label Studio's tasks as JSON, with the labelling interface that fits them. Pictures are named as its local storage serves them: the
 * export's folder is to be its document root. Votes become one annotation for each rater; without votes the label is the ground truth.
 */
export const labelStudioLayout: ExportLayout = {
  id: 'label-studio',
  table: 'tasks.json',
  pictures: '',
  leavesOut: () => undefined,
  begin: () => '[\n',
  rows: (entry, _setting, first) => [JSON.stringify(taskOf(entry, first))],
  between: ',\n',
  end: '\n]\n',
  extras: (setting) => [{ path: 'label_config.xml', text: configOf(setting) }],
};

function taskOf({ item, place }: ExportEntry, first: number): unknown {
  const { generator, prompted, prompt, seed, split, text, fields } = item;
  const told = { ...fields, generator, prompted, prompt, seed, split, text };
  const address = `/data/local-files/?d=${place.split('/').map(encodeURIComponent).join('/')}`;
  return {
    id: first + 1,
    data: { [item.media === 'video' ? 'video' : 'image']: address, ...told },
    annotations: annotationsOf(item),
  };
}

function annotationsOf(item: Item): readonly unknown[] {
  const rest = [
    ...numbers.flatMap((name) => (item[name] === undefined ? [] : [result(name, 'number', { number: item[name] })])),
    ...Object.entries(item.tasks ?? {}).map(([task, label]) => result(task, 'choices', { choices: [label] })),
  ];
  const votes = Object.entries(item.votes ?? {}).flatMap(([label, count]) => Array<string>(count).fill(label));
  const labels = votes.length > 0 ? votes : item.label === undefined ? [] : [item.label];
  if (labels.length === 0) return rest.length === 0 ? [] : [{ ground_truth: true, result: rest }];
  return labels.map((label, i) => ({
    ...(votes.length > 0 ? { completed_by: i + 1 } : { ground_truth: true }),
    result: [result(emotion, 'choices', { choices: [label] }), ...(i === 0 ? rest : [])],
  }));
}

function result(from: string, type: string, value: object): unknown {
  return { from_name: from, to_name: 'image', type, value };
}

function configOf({ benchmark, tasks }: ExportSetting): string {
  const choices = (name: string, labels: readonly string[]) => [
    `  <Choices name="${xml(name)}" toName="image" choice="single">`,
    ...labels.map((label) => `    <Choice value="${xml(label)}"/>`),
    '  </Choices>',
  ];
  return [
    '<View>',
    '  <Image name="image" value="$image"/>',
    ...choices(emotion, benchmark.labels),
    ...tasks.flatMap((task) => choices(task, [])),
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
