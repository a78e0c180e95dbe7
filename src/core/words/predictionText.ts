import * as l10n from '@vscode/l10n';
import type { Outcome } from '../evaluation/outcome.ts';
import type { RunRecord } from '../evaluation/runRecord.ts';
import type { PredictionError } from '../predictions/openPredictions.ts';
import type { PredictionTool } from '../predictions/predictionFile.ts';
import { shortened } from './failureText.ts';
import { fileErrorText } from './fileErrorText.ts';

/** A tool by the name that it has for people. */
export function toolName(tool: PredictionTool): string {
  switch (tool) {
    case 'vlmevalkit':
      return 'VLMEvalKit';
    case 'lmms-eval':
      return 'lmms-eval';
    case 'inspect':
      return 'Inspect';
    case 'promptfoo':
      return 'promptfoo';
    case 'openai-batch':
      return 'OpenAI Batch';
  }
}

/** Where a run of another tool comes from. */
function sourceText({ tool, file }: NonNullable<RunRecord['source']>): string {
  return l10n.t('{0}, read from {1}', toolName(tool), shortened(file));
}

/** What a run of another tool holds and how far it fits the benchmark, in a sentence or two; `differs` counts the replies that the two readings differ about. */
export function sourceSummary(source: NonNullable<RunRecord['source']>, differs: number): string {
  const parts = [
    l10n.t(
      '{0}: {1} of {2} replies belong to portraits.',
      sourceText(source),
      source.rows - source.unmatched,
      source.rows,
    ),
  ];
  if (source.unread > 0) parts.push(l10n.t('{0} records could not be read.', source.unread));
  parts.push(
    differs === 0
      ? l10n.t('No reading of it is known to differ from ours.')
      : l10n.t('{0} replies are read differently by us and by it (outcome:differs).', differs),
  );
  return parts.join(' ');
}

/** What the tool made of a reply, for one line beside our reading. */
export function theirReadingText({ extracted, label, right, how }: NonNullable<Outcome['theirs']>): string {
  const parts = [label ?? (extracted === undefined ? undefined : shortened(extracted))];
  if (right !== undefined) parts.push(right ? l10n.t('right') : l10n.t('wrong'));
  if (how !== undefined) parts.push(shortened(how));
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** Why a file gives no runs, with the file as it was named. */
export function predictionErrorText(file: string, error: PredictionError): string {
  return error.kind === 'noPredictions'
    ? l10n.t('{0} holds no predictions of VLMEvalKit, lmms-eval, Inspect, promptfoo or OpenAI Batch.', shortened(file))
    : fileErrorText({ ...error, path: file });
}

/** That nothing in a file is about the benchmark, and by what it was looked for; `first` is what the first reply calls its item. */
export function noneFitsText(file: string, rows: number, first: string | undefined): string {
  const name = first?.trim() ?? '';
  return name === ''
    ? l10n.t(
        '{0}: none of its {1} replies fits a portrait of this benchmark. Replies are matched by the path or name of the picture, by id, by the hash of the picture, or by the index of a row of VLMEvalKit; the first of these names none.',
        shortened(file),
        rows,
      )
    : l10n.t(
        '{0}: none of its {1} replies fits a portrait of this benchmark. Replies are matched by the path or name of the picture, by id, by the hash of the picture, or by the index of a row of VLMEvalKit; the first of these is about "{2}".',
        shortened(file),
        rows,
        shortened(name),
      );
}

/** What tables about runs of other tools are titled by: the tools with their files, the first few of them. */
export function sourcesTitle(sources: readonly NonNullable<RunRecord['source']>[]): string {
  const names = [...new Set(sources.map(({ tool, file }) => `${toolName(tool)} (${shortened(nameOf(file))})`))];
  const shown = names.slice(0, mostTitled).join(', ');
  return names.length > mostTitled ? l10n.t('{0} and {1} more', shown, names.length - mostTitled) : shown;
}

const mostTitled = 3;

function nameOf(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** Why a run of another tool is not resumed, added to or written. */
export function foreignRunText(run: string, tool: PredictionTool): string {
  return l10n.t(
    'Run {0} was made by {1} and is read from its file; it cannot be resumed, added to or read again in place. Begin a run of your own.',
    run,
    toolName(tool),
  );
}
