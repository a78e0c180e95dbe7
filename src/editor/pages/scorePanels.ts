import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createScorer } from '../../platform/node/scorer.ts';
import type { ScoresTopic } from '../../protocol/scoreViews.ts';
import { setContext } from '../context.ts';
import { DisposableStore } from '../disposables.ts';
import { views } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { pageOptions } from './pageHtml.ts';
import { ScoresPage, type ScoresParts } from './scoresPage.ts';

/** All scores pages of the window: at most one for each benchmark. Restores them after a reload. */
export class ScorePanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #parts: ScoresParts;
  readonly #pages = new Map<BenchmarkSession, ScoresPage>();

  constructor(parts: Omit<ScoresParts, 'scorer'>) {
    const scorer = createScorer();
    this.#parts = { ...parts, scorer };
    const { workbench } = parts;
    this.#owned.add({ dispose: () => void scorer.dispose() });
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(views.scores, this));
    const tellRuns = (): void =>
      setContext(
        'emolens.hasRuns',
        workbench.sessions.some(({ runs }) => runs.length > 0),
      );
    this.#owned.add(workbench.onDidChange(tellRuns));
    this.#owned.add(
      workbench.onDidChangeSessions(() => {
        tellRuns();
        const open = new Set(workbench.sessions);
        for (const [session, page] of this.#pages) if (!open.has(session)) page.panel.dispose();
      }),
    );
  }

  /** Shows the scores of a benchmark, of the runs or the comparison that are named; else of those shown last, or the newest run. */
  show(session: BenchmarkSession, topic?: ScoresTopic): ScoresPage {
    this.#parts.workbench.setActive(session);
    const page = this.#pages.get(session) ?? this.#open(session);
    page.panel.reveal();
    if (topic !== undefined) page.show(topic);
    return page;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const root = rootOf(state);
    const opened = root && (await this.#parts.workbench.open(root));
    const session = opened?.ok === true ? opened.value : undefined;
    if (session === undefined || this.#pages.has(session)) panel.dispose();
    else this.#adopt(panel, session);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #open(session: BenchmarkSession): ScoresPage {
    const options = pageOptions(this.#parts.extension, []);
    const panel = vscode.window.createWebviewPanel(views.scores, '', vscode.ViewColumn.Active, options);
    return this.#adopt(panel, session);
  }

  #adopt(panel: vscode.WebviewPanel, session: BenchmarkSession): ScoresPage {
    panel.title = l10n.t('Scores of {0}', session.benchmark.name);
    const page = new ScoresPage(panel, session, this.#parts);
    this.#pages.set(session, page);
    panel.onDidDispose(() => {
      this.#pages.delete(session);
      page.dispose();
    });
    return page;
  }
}

function rootOf(state: unknown): vscode.Uri | undefined {
  if (typeof state !== 'object' || state === null || !('root' in state) || typeof state.root !== 'string')
    return undefined;
  return vscode.Uri.parse(state.root);
}
