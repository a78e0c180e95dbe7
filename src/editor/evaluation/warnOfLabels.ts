import * as vscode from 'vscode';
import type { EvaluatePlan } from '../../core/evaluation/plan.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import { labelsSince } from '../../core/scoring/labelsSince.ts';
import { labelsWhenResumedText } from '../../core/words/scoreText.ts';

/** Tells a person who goes on with a run what has changed of the benchmark's labels: it asks with those that it began with. */
export function warnOfLabels(record: RunRecord, { items, benchmark }: EvaluatePlan): void {
  const since = labelsSince(record, items, benchmark.labels);
  if (since !== undefined) void vscode.window.showWarningMessage(labelsWhenResumedText(record.run, since));
}
