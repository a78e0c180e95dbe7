import * as l10n from '@vscode/l10n';
import type { RunScores } from '../scoring/scoreRun.ts';
import type { ReportColumn } from './reportTable.ts';

/** A column of text. */
export function left(name: string): ReportColumn {
  return { name, align: 'left' };
}

/** A column of numbers. */
export function right(name: string): ReportColumn {
  return { name, align: 'right' };
}

/** How the tables of a report name runs: in columns of each row, or in a note where there is only one run to name. */
export interface RunNaming {
  readonly columns: readonly ReportColumn[];
  cells(run: RunScores): readonly string[];
  /** To stand under the first table of a stage. */
  readonly notes: readonly string[];
}

/** The naming for the runs of a report. The embedded baseline is marked as what it is. */
export function runNaming(runs: readonly RunScores[]): RunNaming {
  const baselines = [...new Set(runs.filter(({ modelKind }) => modelKind === 'baseline').map(({ model }) => model))];
  const notes = baselines.map((model) => l10n.t('{0} is a small CNN for facial expressions, not an MLLM.', model));
  const [only, another] = runs;
  if (only !== undefined && another === undefined) {
    const naming = l10n.t('Model {0}, strategy {1}, run {2}.', only.model, only.strategy, only.run);
    return { columns: [], cells: () => [], notes: [naming, ...notes] };
  }
  return {
    columns: [l10n.t('Model'), l10n.t('Strategy'), l10n.t('Run')].map(left),
    cells: ({ model, strategy, run }) => [model, strategy, run],
    notes,
  };
}
