import { quoted } from '../../core/query/language/completeQuery.ts';
import type { ResolvedStage } from '../../core/evaluation/protocol.ts';
import type { ReviewedRun } from '../../core/review/dossier.ts';

/** A cell of a confusion matrix: the truth of its row, and the label answered or what came instead of one. */
export interface ConfusionCell {
  readonly stage: string;
  readonly truth: string;
  readonly answer: { readonly label: string } | { readonly other: string };
}

/**
 * The query that finds the portraits of a cell. `runs` are all runs of the benchmark: a run is named by its model where that is
 * its only one, because people read models and not run ids.
 */
export function cellQuery(cell: ConfusionCell, run: ReviewedRun, runs: readonly ReviewedRun[]): string | undefined {
  const stage = run.stages.find(({ id }) => id === cell.stage);
  if (stage === undefined) return undefined;
  const only = runs.filter(({ model }) => model === run.model).length === 1;
  return [
    truthTerm(cell.truth, stage, run),
    ...answerTerms(cell.answer, stage),
    ...(run.stages.length > 1 ? [term('stage', stage.id)] : []),
    only ? term('model', run.model) : term('run', run.run),
  ].join(' ');
}

function truthTerm(truth: string, { answer }: ResolvedStage, { polarity }: ReviewedRun): string {
  if (answer.truth === 'prompted') return term('prompted', truth);
  if (answer.truth !== 'polarity') return term('label', truth);
  const labels = Object.keys(polarity).filter((label) => polarity[label] === truth);
  const terms = labels.map((label) => term('label', label));
  return terms.length === 1 ? (terms[0] ?? '') : `(${terms.join(' or ')})`;
}

function answerTerms(answer: ConfusionCell['answer'], stage: ResolvedStage): string[] {
  if ('label' in answer) return [term('pred', answer.label)];
  if (answer.other !== 'otherLabel') return [term('outcome', answer.other)];
  const labels = stage.answer.kind === 'number' ? [] : stage.answer.labels;
  return ['outcome:answered', ...labels.map((label) => term('pred', label, ':!'))];
}

/** `field:value`, in quotes unless the value is a plain word that means nothing else. */
export function term(field: string, value: string, operator = ':'): string {
  return `${field}${operator}${quoted(value)}`;
}
