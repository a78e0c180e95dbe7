import type * as vscode from 'vscode';
import type { EvaluationView } from '../../protocol/views.ts';

/** Reports a view as a bar wants it: by how much it grew. */
export function progressReporter(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
): (view: EvaluationView) => void {
  let shown = 0;
  return ({ done, total, text, running }) => {
    if (!running) return;
    const percent = total === 0 ? 0 : (100 * done) / total;
    progress.report({ message: text, increment: percent - shown });
    shown = percent;
  };
}
