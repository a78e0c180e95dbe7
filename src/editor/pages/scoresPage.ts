import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isResumable } from '../../core/evaluation/runStore.ts';
import type { StopReason } from '../../core/evaluation/plan.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import { comparisonTables } from '../../core/report/comparisonTables.ts';
import type { Comparison } from '../../core/scoring/compareRuns.ts';
import type { RunScores } from '../../core/scoring/scoreRun.ts';
import { compareErrorText } from '../../core/words/comparisonText.ts';
import { countDiffering } from '../../core/query/columns/stageColumns.ts';
import { sourceSummary } from '../../core/words/predictionText.ts';
import { evaluateErrorText, stopText } from '../../core/words/runText.ts';
import type { ComparisonError, Scorer } from '../../platform/node/scorer.ts';
import { answerRequests, eventMessage, type Handlers } from '../../protocol/channel.ts';
import { type scoreEvents, scoreRequests } from '../../protocol/scoreMessages.ts';
import type { RunEntry, RunScoresView, ScoresTopic } from '../../protocol/scoreViews.ts';
import { DisposableStore } from '../disposables.ts';
import type { Evaluations } from '../evaluation/evaluations.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Workbench } from '../workbench.ts';
import { cellQuery, term } from './cellQuery.ts';
import { type Galleries, noFilter } from './galleries.ts';
import { pageHtml, pageOptions } from './pageHtml.ts';
import { type NoScores, ScoreBook } from './scoreBook.ts';
import { scoreReportText } from './scoreReport.ts';
import { boardViewOf, runScoresViewOf, tableViewOf } from './scoreViews.ts';

/** What a scores page needs of the rest of the window. */
export interface ScoresParts {
  readonly extension: vscode.Uri;
  readonly workbench: Workbench;
  readonly evaluations: Evaluations;
  readonly galleries: Galleries;
  readonly scorer: Scorer;
}

type ScoreHandlers = Handlers<typeof scoreRequests>;

/** One scores page over one benchmark: everything on it is computed from outcomes when the page asks. */
export class ScoresPage implements vscode.Disposable {
  readonly session: BenchmarkSession;
  readonly panel: vscode.WebviewPanel;
  readonly #owned = new DisposableStore();
  readonly #parts: ScoresParts;
  /** Answers to what the page asks; tests ask the same. */
  readonly handlers: ScoreHandlers;
  readonly #book: ScoreBook;
  /** What the page is to show as soon as it lives. */
  #topic: ScoresTopic | undefined;
  #alive = false;

  constructor(panel: vscode.WebviewPanel, session: BenchmarkSession, parts: ScoresParts) {
    this.panel = panel;
    this.session = session;
    this.#parts = parts;
    this.#book = this.#owned.add(new ScoreBook(session, parts.scorer));
    this.handlers = this.#handlers();
    panel.webview.options = pageOptions(parts.extension, []);
    panel.iconPath = vscode.Uri.joinPath(parts.extension, 'media', 'emolens.svg');
    const answer = answerRequests(scoreRequests, this.handlers, (message) => void panel.webview.postMessage(message));
    const tellChanged = (): void => this.#post('changed', { revision: session.revision });
    let running = parts.evaluations.view.running;
    this.#owned.add(panel.webview.onDidReceiveMessage((message) => void answer(message)));
    this.#owned.add(session.onDidChange(tellChanged));
    this.#owned.add(
      parts.evaluations.onDidChange((view) => {
        if (view.running !== running) tellChanged();
        running = view.running;
      }),
    );
    this.#owned.add(
      panel.onDidChangeViewState(() => {
        // A hidden page is thrown away: what is to be done waits for its next life.
        if (!panel.visible) this.#alive = false;
        // What was posted while the page was hidden may be lost, so it is told once more.
        if (panel.visible) tellChanged();
        if (panel.active) parts.workbench.setActive(session);
      }),
    );
    panel.webview.html = pageHtml(panel.webview, parts.extension, 'scores');
  }

  /** Shows runs, or a comparison, now or as soon as the page lives. */
  show(topic: ScoresTopic): void {
    if (this.#alive) this.#post('show', topic);
    else this.#topic = topic;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #post<K extends keyof typeof scoreEvents>(
    name: K,
    params: Parameters<typeof eventMessage<typeof scoreEvents, K>>[1],
  ): void {
    void this.panel.webview.postMessage(eventMessage<typeof scoreEvents, K>(name, params));
  }

  #handlers(): ScoreHandlers {
    const { session } = this;
    const { galleries, workbench, evaluations } = this.#parts;
    const showQuery = (query: string): void => {
      workbench.setActive(session);
      galleries.show(session).setFilter({ ...noFilter, query });
    };
    return {
      info: async () => {
        queueMicrotask(() => this.#lives());
        const { name, items, labels } = session.benchmark;
        return {
          root: session.root.toString(),
          name,
          portraits: items.length,
          labels: [...labels],
          runs: session.records.map((record) => this.#entryOf(record)).reverse(),
        };
      },
      scores: async ({ run }) => {
        const scores = await this.#book.scores(run, this.#isRunning(run));
        if (scores.ok) return withSource(runScoresViewOf(scores.value), session);
        if (scores.error.kind === 'noSuchRun') return null;
        throw new Error(noScoresText(scores.error));
      },
      board: async () => {
        const board = await this.#book.board();
        if (!board.ok) throw new Error(noScoresText(board.error));
        return boardViewOf(board.value, session.benchmark);
      },
      compare: async ({ runs }) => {
        const { comparisons, why } = await this.#comparisons(runs);
        return { tables: comparisons.flatMap(comparisonTables).map(tableViewOf), why };
      },
      copy: async ({ runs, format }) => {
        await vscode.env.clipboard.writeText(await this.#report(runs, format));
        const done = {
          markdown: l10n.t('Copied as Markdown'),
          latex: l10n.t('Copied as LaTeX'),
          csv: l10n.t('Copied as CSV'),
        };
        vscode.window.setStatusBarMessage(done[format], 4000);
        return null;
      },
      openDocument: async ({ runs }) => {
        const content = await this.#report(runs, 'markdown');
        const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
        await vscode.window.showTextDocument(document, { preview: false });
        return null;
      },
      openCell: async ({ run, ...cell }) => {
        const asked = session.runs.find((one) => one.run === run);
        const query = asked && cellQuery(cell, asked, session.runs);
        if (query === undefined) throw new Error(l10n.t('There is no run {0}.', run));
        showQuery(query);
        return null;
      },
      openGenerator: async ({ generator, prompted }) => {
        const narrowed = prompted === undefined ? [] : [term('prompted', prompted)];
        showQuery([term('generator', generator), ...narrowed].join(' '));
        return null;
      },
      evaluate: async () => ({ started: await evaluations.evaluateBenchmark(session) }),
    };
  }

  #lives(): void {
    this.#alive = true;
    const topic = this.#topic;
    this.#topic = undefined;
    if (topic !== undefined) this.#post('show', topic);
  }

  #isRunning(run: string): boolean {
    if (!this.#parts.evaluations.view.running) return false;
    return this.session.records.findLast((record) => record.endedAt === undefined)?.run === run;
  }

  #entryOf(record: RunRecord): RunEntry {
    const { run, model, modelKind, strategy, protocol, startedAt, items, stopped, comparison } = record;
    const state = this.#isRunning(run)
      ? 'running'
      : stopped !== undefined
        ? 'stopped'
        : isResumable(record)
          ? 'unfinished'
          : 'complete';
    return {
      run,
      model,
      isBaseline: modelKind === 'baseline',
      strategy,
      protocol: protocol.id,
      startedAt,
      done: this.session.runs.find((one) => one.run === run)?.outcomes.size ?? 0,
      items,
      state,
      ...(stopped === undefined ? {} : { stopped: stopText(stopped as StopReason) }),
      ...(comparison === undefined ? {} : { comparison }),
    };
  }

  async #comparisons(
    runs: readonly string[],
  ): Promise<{ readonly comparisons: readonly Comparison[]; readonly why: string[] }> {
    if (runs.length < 2) return { comparisons: [], why: [] };
    const compared = await this.#book.compare(
      runs,
      runs.some((run) => this.#isRunning(run)),
    );
    return {
      // Runs that replace each other leave one, which has nothing to be held against.
      comparisons: compared.flatMap((one) => (one.ok && one.value.runs.length > 1 ? [one.value] : [])),
      why: compared.flatMap((one) => (one.ok ? [] : [noComparisonText(one.error)])),
    };
  }

  async #report(runs: readonly string[], format: 'markdown' | 'latex' | 'csv'): Promise<string> {
    const scored = await Promise.all(runs.map((run) => this.#book.scores(run, this.#isRunning(run))));
    const failed = scored.find((one) => !one.ok && one.error.kind !== 'noSuchRun');
    if (failed !== undefined && !failed.ok) throw new Error(noScoresText(failed.error));
    const scores = scored.flatMap((one): RunScores[] => (one.ok ? [one.value] : []));
    const { comparisons } = await this.#comparisons(runs);
    const board = await this.#book.board();
    if (!board.ok) throw new Error(noScoresText(board.error));
    return scoreReportText({ scores, comparisons, board: board.value }, format);
  }
}

/** A run that another tool made says where it comes from and how far the two readings go together. */
function withSource(view: RunScoresView, { records, runs }: BenchmarkSession): RunScoresView {
  const source = records.find(({ run }) => run === view.run)?.source;
  const outcomes = runs.find(({ run }) => run === view.run)?.outcomes;
  if (source === undefined || outcomes === undefined) return view;
  return { ...view, gaps: [sourceSummary(source, countDiffering(outcomes.stages)), ...view.gaps] };
}

function noScoresText(error: NoScores): string {
  if (error.kind === 'stopped') return l10n.t('The scores could not be computed: {0}', error.detail);
  if (error.kind === 'noSuchRun') return l10n.t('The run is gone.');
  return evaluateErrorText({ kind: 'protocol', error });
}

function noComparisonText(error: ComparisonError): string {
  if (error.kind === 'stopped') return l10n.t('The scores could not be computed: {0}', error.detail);
  return error.kind === 'protocol' ? evaluateErrorText(error) : compareErrorText(error);
}
