import type { PolarityTable } from '../affect/polarity.ts';
import type { Benchmark } from '../benchmark/benchmark.ts';
import type { Item } from '../benchmark/item.ts';
import { builtInProtocols } from '../evaluation/builtInProtocols.ts';
import type { ShownOptions } from '../evaluation/options.ts';
import type { Protocol, ResolvedStage } from '../evaluation/protocol.ts';
import { questionText } from '../evaluation/questions.ts';
import { resolveProtocol, type ProtocolError } from '../evaluation/resolveProtocol.ts';
import { ok, type Result } from '../result.ts';
import { truthOf } from '../scoring/truth.ts';
import type { ExportTasks } from './exportSurvey.ts';

/** A question with its right answer, as an instruction-tuning set or a multiple-choice file holds it. */
export interface ExportQuestion {
  /** `undefined` for the questions of the protocol; the one about the label has the name of the main task where there are several tasks. */
  readonly task: string | undefined;
  readonly text: string;
  /** Empty where the answer is a number or a word of one's own. */
  readonly options: readonly string[];
  /** `undefined` where the benchmark does not say. */
  readonly answer: string | undefined;
}

/** Makes the questions about an item. */
export type Questioner = (item: Item) => readonly ExportQuestion[];

/** The question as it stands: how the answer is to look is left to whoever trains or asks. */
const bare = { version: 1, id: 'bare', title: 'bare', template: '{question}' } as const;

/**
 * The questions of an export: the stages of a protocol that have a truth, then one for each further task of an item: with the
 * wording of the built-in protocol of that name where there is one. The main task, which the label is of, is asked once.
 */
export function questioner(
  benchmark: Pick<Benchmark, 'labels' | 'scales'>,
  tasks: ExportTasks,
  protocol: Protocol,
  polarity: PolarityTable,
): Result<Questioner, ProtocolError> {
  const resolved = resolveProtocol(protocol, benchmark, polarity);
  if (!resolved.ok) return resolved;
  const stages = resolved.value.stages.filter(({ answer }) => answer.truth !== undefined);
  const main = stages.map((stage) => ({ stage, text: textOf(stage), options: optionsOf(stage) }));
  const further = new Map([...tasks.labels].map(([task, labels]) => [task, taskQuestion(task, labels)]));
  const asksLabel = stages.some(({ answer }) => answer.truth === 'label');
  const mainTask = asksLabel ? tasks.main : undefined;
  if (mainTask !== undefined) further.delete(mainTask);
  return ok((item) => [
    ...main.flatMap(({ stage, text, options }) => {
      const truth = truthOf(item, stage.answer, polarity);
      const task = stage.answer.truth === 'label' ? mainTask : undefined;
      if (task !== undefined && truth === undefined && item.tasks !== undefined) return [];
      return [{ task, text, options, answer: truth === undefined ? undefined : String(truth) }];
    }),
    ...Object.entries(item.tasks ?? {}).flatMap(([task, answer]) => {
      const question = further.get(task);
      return question === undefined ? [] : [{ task, ...question, answer }];
    }),
  ]);
}

function taskQuestion(task: string, labels: readonly string[]): Pick<ExportQuestion, 'text' | 'options'> {
  const known = builtInProtocols.find(({ id }) => id === task.toLowerCase())?.stages[0];
  const question = known?.question ?? `What is the ${task} of the given image? Options: {options}.`;
  const stage: ResolvedStage = { id: task, question, answer: { kind: 'choice', labels } };
  const options: ShownOptions = { style: 'words', order: [...labels] };
  // A yes or no question names its options itself.
  const text = known?.answer.kind === 'yesNo' ? question : questionText({ stage, options, strategy: bare });
  return { text, options: labels };
}

function textOf(stage: ResolvedStage): string {
  const options = optionsOf(stage);
  return questionText({
    stage,
    options: options.length === 0 ? undefined : { style: 'words', order: [...options] },
    strategy: bare,
  });
}

function optionsOf({ answer }: ResolvedStage): readonly string[] {
  return answer.kind === 'number' || answer.kind === 'open' ? [] : answer.labels;
}
