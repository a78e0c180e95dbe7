import * as l10n from '@vscode/l10n';
import type { GeneratorBoard } from '../scoring/generatorBoard.ts';
import type { RunScores } from '../scoring/scoreRun.ts';
import type { SliceField } from '../scoring/slices.ts';
import { sourcesTitle } from '../words/predictionText.ts';
import { boardNotes, coverageNotes, sliceFieldWord } from '../words/scoreText.ts';
import { classCells, classColumns, classTables } from './classTables.ts';
import type { ScoredClassStage } from './classTables.ts';
import { figureText } from './figureText.ts';
import { numberCells, numberColumns, numberTables } from './numberTables.ts';
import type { ScoredNumberStage } from './numberTables.ts';
import type { ReportTable } from './reportTable.ts';
import { left, right, runNaming } from './runColumns.ts';
import type { RunNaming } from './runColumns.ts';

/** The tables of scored runs: runs that were asked the same stage stand in one table. `by` as the runs were scored with. */
export function scoreTables(runs: readonly RunScores[], by: readonly SliceField[]): ReportTable[] {
  const names = runs.flatMap((run) =>
    run.stages.map(({ stage, answer }) => ({ protocol: run.protocol, stage, isNumber: answer === 'number' })),
  );
  const distinct = new Map(names.map((name) => [JSON.stringify(name), name]));
  const naming = runNaming(runs);
  const tables = [...distinct.values()].flatMap(({ protocol, stage, isNumber }) =>
    isNumber
      ? numberStageTables(runs, protocol, stage, by, naming)
      : classStageTables(runs, protocol, stage, by, naming),
  );
  const last = tables.at(-1);
  const notes = runs.flatMap((run) => coverageNotes(run.run, run));
  // What the scores do not cover concerns every table; the first is the one that is read.
  return last === undefined
    ? []
    : tables.map((table, place) => (place === 0 ? { ...table, notes: [...notes, ...table.notes] } : table));
}

function classStageTables(
  runs: readonly RunScores[],
  protocol: string,
  stage: string,
  by: readonly SliceField[],
  naming: RunNaming,
): ReportTable[] {
  const scored = runs.flatMap((run): ScoredClassStage[] =>
    (run.protocol === protocol ? run.stages : []).flatMap((one) =>
      one.stage === stage && one.answer !== 'number' ? [{ run, stage: one }] : [],
    ),
  );
  const name = titleOf(scored, protocol, stage);
  const rows = scored.flatMap(({ run }) =>
    (run.slices ?? []).flatMap(({ key, stages }) =>
      stages.flatMap((one) =>
        one.stage === stage && one.answer !== 'number'
          ? [[...naming.cells(run), ...by.map((field) => key[field] ?? '–'), ...classCells(one)]]
          : [],
      ),
    ),
  );
  return [...classTables(name, scored, naming), ...sliceTable(name, by, classColumns(), rows, naming)];
}

function numberStageTables(
  runs: readonly RunScores[],
  protocol: string,
  stage: string,
  by: readonly SliceField[],
  naming: RunNaming,
): ReportTable[] {
  const scored = runs.flatMap((run): ScoredNumberStage[] =>
    (run.protocol === protocol ? run.stages : []).flatMap((one) =>
      one.stage === stage && one.answer === 'number' ? [{ run, stage: one }] : [],
    ),
  );
  const name = titleOf(scored, protocol, stage);
  const rows = scored.flatMap(({ run }) =>
    (run.slices ?? []).flatMap(({ key, stages }) =>
      stages.flatMap((one) =>
        one.stage === stage && one.answer === 'number'
          ? [[...naming.cells(run), ...by.map((field) => key[field] ?? '–'), ...numberCells(one)]]
          : [],
      ),
    ),
  );
  return [...numberTables(name, scored, naming), ...sliceTable(name, by, numberColumns(), rows, naming)];
}

/** Runs of other tools have no protocol: their table is named after the files. */
function titleOf(scored: readonly { readonly run: RunScores }[], protocol: string, stage: string): string {
  const sources = scored.flatMap(({ run }) => run.source ?? []);
  return `${sources.length === 0 ? protocol : sourcesTitle(sources)}: ${stage}`;
}

function sliceTable(
  name: string,
  by: readonly SliceField[],
  measures: ReportTable['columns'],
  rows: readonly (readonly string[])[],
  naming: RunNaming,
): ReportTable[] {
  if (by.length === 0 || rows.length === 0) return [];
  const fields = by.map(sliceFieldWord);
  const title = l10n.t('{0}, by {1}', name, fields.join(' × ').toLocaleLowerCase());
  const notes = [l10n.t('As the table of this stage over all portraits; intervals are of each group alone.')];
  return [{ title, columns: [...naming.columns, ...fields.map(left), ...measures], rows, notes }];
}

/** The board of generators against emotions; no table where the benchmark does not name generators or prompted emotions. */
export function boardTables({ emotions, rows }: GeneratorBoard): ReportTable[] {
  if (rows.length === 0) return [];
  return [
    {
      title: l10n.t('Generators: how often people saw the emotion that was asked for'),
      columns: [
        left(l10n.t('Generator')),
        right('n'),
        right(l10n.t('Hit rate')),
        ...emotions.map(right),
        right(l10n.t('Mean degree')),
        right(l10n.t('Mean quality')),
      ],
      rows: rows.map((row) => [
        row.generator,
        String(row.n),
        figureText(row.hitRate, row.interval),
        ...emotions.map((emotion) => figureText(row.byPrompted[emotion]?.hitRate)),
        figureText(row.meanDegree),
        figureText(row.meanQuality),
      ]),
      notes: boardNotes(),
    },
  ];
}
