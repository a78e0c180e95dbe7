import { isOwnMember } from '../benchmark/formats/conversations.ts';
import type { ExportEntry, ExportLayout } from './exportLayout.ts';
import type { ExportQuestion } from './exportQuestions.ts';

/**
 * An instruction-tuning set in LLaVA's shape: `id`, `image` or `video`, `conversations` of `human` and `gpt`. The questions of the
 * main task are turns of one conversation, with the further columns beside it; each further task is a record of its own. Items without an answer teach nothing and are left out.
 */
export const llavaLayout: ExportLayout = {
  id: 'llava',
  table: 'instructions.json',
  pictures: '',
  asks: true,
  leavesOut: ({ label, tasks }) => (label === undefined && tasks === undefined ? 'noLabel' : undefined),
  begin: () => '[\n',
  rows: (entry) => {
    const answered = entry.questions.filter(({ answer }) => answer !== undefined);
    const main = answered.filter(({ task }) => task === undefined);
    const further = answered.filter(({ task }) => task !== undefined);
    return [
      ...(main.length === 0 ? [] : [record(entry, entry.item.id, main)]),
      ...further.map((question) => record(entry, `${entry.item.id}#${question.task}`, [question])),
    ];
  },
  between: ',\n',
  end: '\n]\n',
};

function record({ item, place }: ExportEntry, id: string, questions: readonly ExportQuestion[]): string {
  const kind = item.media === 'video' ? 'video' : 'image';
  const { generator, split, fields = {} } = item;
  const further = Object.entries(fields).map(([name, value]) => [isOwnMember(name) ? `field_${name}` : name, value]);
  const task = questions[0]?.task;
  return JSON.stringify({
    id,
    [kind]: place,
    ...(task !== undefined && { task }),
    ...(generator !== undefined && { generator }),
    ...(split !== undefined && { split }),
    ...(Object.fromEntries(further) as object),
    conversations: questions.flatMap(({ text, answer }, i) => [
      { from: 'human', value: i === 0 ? `<${kind}>\n${text}` : text },
      { from: 'gpt', value: answer },
    ]),
  });
}
