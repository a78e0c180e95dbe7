import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import type { Evaluations } from './evaluations.ts';

/** The running evaluation in the status bar; a click stops it. Hidden while nothing runs. */
export class EvaluationStatus implements vscode.Disposable {
  readonly #disposables: vscode.Disposable;

  constructor(evaluations: Evaluations) {
    const item = vscode.window.createStatusBarItem('emolens.evaluation', vscode.StatusBarAlignment.Left);
    item.name = l10n.t('EmoLens evaluation');
    item.command = commands.stop;
    const listening = evaluations.onDidChange((view) => {
      item.text = `$(sync~spin) ${view.text}`;
      item.tooltip = l10n.t('{0} of {1} questions to {2}; click to stop', view.done, view.total, view.model ?? '');
      if (view.running) item.show();
      else item.hide();
    });
    this.#disposables = vscode.Disposable.from(item, listening);
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
