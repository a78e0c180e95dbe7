import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Item } from '../../core/benchmark/item.ts';
import { dryRun } from '../../core/evaluation/dryRun.ts';
import type { EvaluatePlan, EvaluatePorts, RunSummary } from '../../core/evaluation/plan.ts';
import type { Protocol } from '../../core/evaluation/protocol.ts';
import { evaluate } from '../../core/evaluation/runner.ts';
import { scoreSentence } from '../../core/words/findingText.ts';
import { dryRunText, evaluateErrorText, progressText, summaryText } from '../../core/words/runText.ts';
import { createImageCodec } from '../../platform/node/imageCodec.ts';
import { nodeClock } from '../../platform/node/nodeClock.ts';
import { readableFolder } from '../../platform/node/nodeFolder.ts';
import { nodeHasher } from '../../platform/node/nodeHasher.ts';
import type { EvaluationView } from '../../protocol/views.ts';
import { setContext } from '../context.ts';
import { commands } from '../ids.ts';
import type { Log } from '../log.ts';
import type { BenchmarkSession } from '../session.ts';
import type { Connections, ModelChoice } from '../connections/connections.ts';
import { planFor, scaleNote } from './evaluationPlan.ts';
import { pickItems, pickModel, pickProtocol } from './pickers.ts';
import { addedToRun, planOfRun, resumableRun } from './resumePlan.ts';

/** What a command may say beforehand, so that nothing is asked: tests and scripts use it, people do not have to. */
export interface EvaluateOptions {
  readonly model?: string;
  readonly protocol?: string;
  /** False starts without showing the dry run. */
  readonly confirm?: boolean;
  /** How the items were found; recorded in the run. Absent: they were picked by hand. */
  readonly where?: string;
}

/** How long the end of a single question is shown in the status bar. */
const shownMs = 8000;
/** Up to this many portraits show that they are being asked; more would only flicker. */
const shownAsking = 500;

const idle: EvaluationView = { running: false, done: 0, total: 0, failed: 0, text: '' };

/** The one running evaluation of the window: starts it after asking what to ask, shows it, stops it, resumes it. */
export class Evaluations implements vscode.Disposable {
  readonly #didChange = new vscode.EventEmitter<EvaluationView>();
  readonly onDidChange = this.#didChange.event;
  readonly #context: vscode.ExtensionContext;
  readonly #connections: Connections;
  readonly #log: Log;
  readonly #codec = createImageCodec();
  #view = idle;
  #abort: AbortController | undefined;

  constructor(context: vscode.ExtensionContext, connections: Connections, log: Log) {
    this.#context = context;
    this.#connections = connections;
    this.#log = log;
  }

  /** How the running evaluation stands. */
  get view(): EvaluationView {
    return this.#view;
  }

  /** Asks for model and protocol, shows a dry run, and evaluates. Resolves with true as soon as it has started. */
  async evaluate(session: BenchmarkSession, items: readonly Item[], options: EvaluateOptions = {}): Promise<boolean> {
    if (!this.#mayStart() || items.length === 0) return false;
    const choice = await this.#choice(options);
    if (choice === undefined) return false;
    const protocol = await this.#protocol(session, options);
    if (protocol === undefined) return false;
    await this.#context.workspaceState.update('lastModel', choice.name);
    await this.#context.workspaceState.update('lastProtocol', protocol.id);
    const plan = await this.#plan(session, items, choice, protocol, options.where);
    if (options.confirm !== false && !(await this.#confirm(plan, session))) return false;
    return this.#begin(session, addedToRun(plan, session), items.length === 1);
  }

  /** Asks what of the benchmark to ask, and evaluates that. */
  async evaluateBenchmark(session: BenchmarkSession, options: EvaluateOptions = {}): Promise<boolean> {
    if (!this.#mayStart()) return false;
    const choice = await this.#choice(options);
    if (choice === undefined) return false;
    const protocol = await this.#protocol(session, options);
    if (protocol === undefined) return false;
    const whole = { items: session.benchmark.items, where: '' };
    const picked = options.confirm === false ? whole : await pickItems(session, choice);
    if (picked === undefined) return false;
    const chosen = { ...options, model: choice.name, protocol: protocol.id, where: picked.where };
    return this.evaluate(session, picked.items, chosen);
  }

  /** Asks once more what a run asked about a portrait: the run that is named, else the newest one. */
  async askAgain(session: BenchmarkSession, item: Item, run?: string): Promise<boolean> {
    const runs = session.dossier(item).runs;
    const asked = runs.find((finding) => finding.run.run === run) ?? runs.at(-1);
    const record = session.records.find((one) => one.run === asked?.run.run);
    const choice = (await this.#connections.choices()).find(
      ({ name }) => name === (record?.connection ?? record?.model),
    );
    if (record === undefined || choice === undefined) return this.evaluate(session, [item]);
    return this.evaluate(session, [item], { model: choice.name, protocol: record.protocol.id });
  }

  /** Goes on with the newest run that was stopped or cut off. */
  async resume(session: BenchmarkSession): Promise<boolean> {
    if (!this.#mayStart()) return false;
    const record = resumableRun(session);
    if (record === undefined) {
      void vscode.window.showInformationMessage(l10n.t('No run of {0} was stopped.', session.benchmark.name));
      return false;
    }
    const name = record.connection ?? record.model;
    const choice = (await this.#connections.choices()).find((one) => one.name === name);
    if (choice === undefined) {
      void vscode.window.showErrorMessage(
        l10n.t('Run {0} used the connection {1}, which is not there any more.', record.run, name),
      );
      return false;
    }
    const base = await this.#plan(session, session.benchmark.items, choice, record.protocol, record.where);
    return this.#begin(session, planOfRun(base, record, session), false);
  }

  /** Whether a benchmark has a run that ended before all was asked. */
  isResumable(session: BenchmarkSession): boolean {
    return !this.#view.running && resumableRun(session) !== undefined;
  }

  /** Tells menus whether there is a run to go on with. */
  tellResumable(sessions: readonly BenchmarkSession[]): void {
    setContext(
      'emolens.resumable',
      sessions.some((session) => resumableRun(session) !== undefined),
    );
  }

  stop(): void {
    this.#abort?.abort();
  }

  /** Resolves when nothing is running. */
  async settled(): Promise<void> {
    while (this.#view.running) await new Promise<void>((resolve) => this.#whenIdle(resolve));
  }

  dispose(): void {
    this.stop();
    this.#didChange.dispose();
  }

  #whenIdle(resolve: () => void): void {
    const listening = this.onDidChange((view) => {
      if (view.running) return;
      listening.dispose();
      resolve();
    });
  }

  #mayStart(): boolean {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage(l10n.t('This workspace is not trusted, so nothing is sent from it.'));
      return false;
    }
    if (!this.#view.running) return true;
    void vscode.window.showInformationMessage(l10n.t('An evaluation is running. Stop it, or wait for its end.'));
    return false;
  }

  async #choice({ model }: EvaluateOptions): Promise<ModelChoice | undefined> {
    const last = { model: this.#context.workspaceState.get<string>('lastModel') };
    if (model === undefined) return pickModel(this.#connections, last);
    return (await this.#connections.choices()).find(({ name }) => name === model);
  }

  async #protocol(session: BenchmarkSession, { protocol }: EvaluateOptions): Promise<Protocol | undefined> {
    const last = { protocol: this.#context.workspaceState.get<string>('lastProtocol') };
    return pickProtocol(session, last, protocol);
  }

  async #plan(
    session: BenchmarkSession,
    items: readonly Item[],
    choice: ModelChoice,
    protocol: Protocol,
    where: string | undefined,
  ): Promise<EvaluatePlan> {
    const version = String(this.#context.extension.packageJSON.version);
    return planFor(session, { items, choice, protocol, where, version, model: await this.#connections.model(choice) });
  }

  #ports(session: BenchmarkSession): EvaluatePorts {
    return {
      images: readableFolder(session.root.fsPath),
      store: session.store,
      clock: nodeClock,
      hasher: nodeHasher,
      codec: this.#codec,
    };
  }

  async #confirm(plan: EvaluatePlan, session: BenchmarkSession): Promise<boolean> {
    if (plan.items.length === 1) return true;
    const estimate = await dryRun(plan, this.#ports(session));
    if (!estimate.ok) {
      void vscode.window.showErrorMessage(evaluateErrorText(estimate.error));
      return false;
    }
    const start = l10n.t('Start');
    const title = l10n.t('Ask {0} about {1} portraits of {2}?', plan.model.id, plan.items.length, plan.benchmark.name);
    const detail = [dryRunText(estimate.value), ...scaleNote(plan)].join('\n');
    return (await vscode.window.showInformationMessage(title, { modal: true, detail }, start)) === start;
  }

  #begin(session: BenchmarkSession, plan: EvaluatePlan, quietly: boolean): boolean {
    const abort = new AbortController();
    this.#abort = abort;
    this.#show({ ...idle, running: true, model: plan.model.id, text: l10n.t('Asking {0}', plan.model.id) });
    if (plan.items.length <= shownAsking) session.setAsking(plan.items.map(({ id }) => id));
    const running = vscode.window.withProgress(
      quietly
        ? { location: { viewId: 'emolens.benchmark' } }
        : { location: vscode.ProgressLocation.Notification, title: `EmoLens: ${plan.model.id}`, cancellable: true },
      async (progress, token) => {
        token.onCancellationRequested(() => abort.abort());
        await this.#run(session, plan, abort.signal, progress);
      },
    );
    running.then(undefined, (thrown: unknown) =>
      this.#log.error('evaluate', 'the evaluation ended unexpectedly', thrown),
    );
    return true;
  }

  async #run(
    session: BenchmarkSession,
    plan: EvaluatePlan,
    signal: AbortSignal,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
  ): Promise<void> {
    let shown = 0;
    try {
      const ended = await evaluate(
        plan,
        this.#ports(session),
        {
          onStart: (record) => session.addRun(record),
          onOutcome: (outcome) => session.addOutcome(outcome),
          onProgress: (state) => {
            const percent = state.total === 0 ? 0 : (100 * state.done) / state.total;
            progress.report({ message: progressText(state), increment: percent - shown });
            shown = percent;
            const failed = state.kinds.failed ?? 0;
            this.#show({
              running: true,
              model: plan.model.id,
              done: state.done,
              total: state.total,
              failed,
              text: progressText(state),
            });
          },
        },
        signal,
      );
      if (ended.ok) this.#tellEnd(session, plan, ended.value);
      else void vscode.window.showErrorMessage(evaluateErrorText(ended.error));
    } finally {
      this.#abort = undefined;
      session.setAsking([]);
      await session.reloadRecords();
      this.#show(idle);
    }
  }

  #show(view: EvaluationView): void {
    this.#view = view;
    setContext('emolens.running', view.running);
    this.#didChange.fire(view);
  }

  #tellEnd(session: BenchmarkSession, plan: EvaluatePlan, summary: RunSummary): void {
    const score = scoreSentence(session.headlinesOf(summary.run));
    const text = [summaryText(summary, plan.model.id), ...(score === undefined ? [] : [score])].join(' ');
    const quietly = plan.items.length === 1;
    this.#log.info('evaluate', `${summary.run}: ${text}`);
    // One portrait shows its answer where the person is looking: a message over it would be in the way.
    if (quietly && summary.stopped === undefined) return void vscode.window.setStatusBarMessage(text, shownMs);
    const errors = l10n.t('Show Errors');
    const resume = l10n.t('Resume');
    const tell =
      summary.stopped === undefined ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    const offers = summary.stopped === undefined ? [errors] : [resume, errors];
    void tell(text, ...offers).then((chosen) => {
      if (chosen === errors) void vscode.commands.executeCommand(commands.showErrors, session.root);
      if (chosen === resume) void this.resume(session);
    });
  }
}
