import { optionsIn, readAnswer } from '../benchmark/formats/answerOptions.ts';
import { isOwnMember } from '../benchmark/formats/conversations.ts';
import type { ExportEntry, ExportLayout } from './exportLayout.ts';
import type { ExportQuestion } from './exportQuestions.ts';

/**
 * An instruction-tuning set in LLaVA's shape: `id`, `image` or `video`, `conversations` of `human` and `gpt`. The questions of the
 * main task are turns of one conversation, with the further columns beside it; each further task is a record of its own. Options that cannot be
 * read out of the words of their question (`sad|angry`) stand apart, and then each question is a record of its own. Items without an answer teach nothing and are left out.
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
    const records = main.some(needsOptions) ? main.map((question) => [question]) : [main];
    return [
      ...(main.length === 0 ? [] : records.map((asked, i) => record(entry, numbered(entry.item.id, i), asked))),
      ...further.map((question) => record(entry, `${entry.item.id}#${question.task}`, [question])),
    ];
  },
  between: ',\n',
  end: '\n]\n',
};

function numbered(id: string, i: number): string {
  return i === 0 ? id : `${id}#${i + 1}`;
}

/** Whether whoever reads the question alone takes other options out of it, or none where an answer cannot do without. */
function needsOptions({ text, options }: ExportQuestion): boolean {
  const stated = optionsIn(text)?.options;
  if (stated !== undefined) return stated.length !== options.length || stated.some((one, i) => one.text !== options[i]);
  return options.some((option) => {
    const read = readAnswer(option, undefined);
    return read.kind !== 'label' || read.text !== option;
  });
}

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
    ...(questions.length === 1 && needsOptions(questions[0]!) && { options: questions[0]!.options }),
    conversations: questions.flatMap(({ text, answer }, i) => [
      { from: 'human', value: i === 0 ? `<${kind}>\n${text}` : text },
      { from: 'gpt', value: answer },
    ]),
  });
}
