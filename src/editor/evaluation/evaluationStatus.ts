import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { expressionBaselineId } from '../../core/models/expressionBaseline.ts';
import { usd } from '../../core/words/runText.ts';
import type { EvaluationView } from '../../protocol/views.ts';
import type { Connections } from '../connections/connections.ts';
import { commands } from '../ids.ts';
import type { Workbench } from '../workbench.ts';
import type { Evaluations } from './evaluations.ts';
import type { LastModel } from './lastModel.ts';

/** What the status bar says. */
export interface StatusShown {
  readonly text: string;
  /** For screen readers, which do not read icons. */
  readonly label: string;
}

/** How much of a name stands in the status bar, in UTF-16 units; its end says more than its beginning. */
const longestName = 32;

/** Counts with separators, as the person's language writes them. */
function count(value: number): string {
  return value.toLocaleString(vscode.env.language);
}

/** A running evaluation in few words: `120 of 7,145 · 3.1/s · 0.42 USD`. */
function progressOf(view: EvaluationView): string {
  if (view.total === 0) return view.text;
  const parts = [l10n.t('{0} of {1}', count(view.done), count(view.total))];
  if (view.perSecond !== undefined && view.perSecond > 0) parts.push(l10n.t('{0}/s', view.perSecond.toFixed(1)));
  if (view.costUsd !== undefined) parts.push(usd(view.costUsd));
  if (view.failed > 0) parts.push(l10n.t('{0} failed', count(view.failed)));
  return parts.join(' · ');
}

/** Names of models may be whole paths, and the status bar is one line for everybody. */
function shortName(model: string): string {
  return model.length <= longestName ? model : `…${model.slice(1 - longestName).replace(/^[\udc00-\udfff]/, '')}`;
}

/** What the status bar says of a running evaluation and whom it asks, or of the model that was used last. */
export function statusOf(view: EvaluationView, model: string): StatusShown {
  if (!view.running) return { text: `$(plug) ${shortName(model)}`, label: l10n.t('EmoLens asks {0}', model) };
  const progress = `${shortName(view.model ?? model)} · ${progressOf(view)}`;
  return view.held === true
    ? { text: `$(debug-pause) ${progress}`, label: l10n.t('EmoLens evaluation, paused: {0}', progress) }
    : { text: `$(sync~spin) ${progress}`, label: l10n.t('EmoLens evaluation: {0}', progress) };
}

/** Plain text and no Markdown: names of models come from servers, and even escaped ones would become links where they look like one. */
function tooltipOf(view: EvaluationView, model: string, endpoint: string | undefined): string {
  if (view.running) return `${view.model ?? model}\n${view.text}`;
  return endpoint === undefined ? model : `${model}\n${endpoint}`;
}

/**
 * The model that was used last, and a running evaluation, in the status bar: there while a benchmark is open or something runs. A
 * click offers what can be done.
 */
export class EvaluationStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('emolens.evaluation', vscode.StatusBarAlignment.Left);
  readonly #owned: vscode.Disposable;
  readonly #ports: StatusPorts;

  constructor(ports: StatusPorts) {
    this.#ports = ports;
    this.#item.name = l10n.t('EmoLens: model and evaluation');
    this.#item.command = commands.showStatusMenu;
    const refresh = (): void => this.#refresh();
    this.#owned = vscode.Disposable.from(
      this.#item,
      ports.evaluations.onDidChange(refresh),
      ports.workbench.onDidChangeSessions(refresh),
      ports.connections.onDidChange(refresh),
      ports.lastModel.onDidChange(refresh),
    );
    refresh();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #refresh(): void {
    const { evaluations, workbench, connections, lastModel } = this.#ports;
    const { view } = evaluations;
    if (!view.running && workbench.sessions.length === 0) return this.#item.hide();
    const name = lastModel.name;
    const connection = name === undefined ? undefined : connections.all().find((one) => one.name === name);
    const isThere = connection !== undefined || name?.startsWith('editor/') === true;
    const model = isThere && name !== undefined ? name : expressionBaselineId;
    const shown = statusOf(view, model);
    this.#item.text = shown.text;
    this.#item.tooltip = tooltipOf(view, model, connection?.baseUrl);
    this.#item.accessibilityInformation = { label: shown.label, role: 'button' };
    this.#item.show();
  }
}

/** What the status bar is a function of. */
export interface StatusPorts {
  readonly evaluations: Evaluations;
  readonly workbench: Workbench;
  readonly connections: Connections;
  readonly lastModel: LastModel;
}
