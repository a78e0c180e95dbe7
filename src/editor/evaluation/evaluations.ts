import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Item, Items } from '../../core/benchmark/item.ts';
import type { EvaluatePlan, EvaluatePorts, RunBudgets } from '../../core/evaluation/plan.ts';
import { newRunId } from '../../core/evaluation/runStore.ts';
import { frameSourceOf } from '../videoDecoder.ts';
import { createCropMaker } from '../../platform/node/cropMaker.ts';
import { createImageCodec } from '../../platform/node/pictures/imageCodec.ts';
import { nodeClock } from '../../platform/node/nodeClock.ts';
import { nodeHasher } from '../../platform/node/nodeHasher.ts';
import type { EvaluationView } from '../../protocol/views.ts';
import type { Connections } from '../connections/connections.ts';
import { setContext } from '../context.ts';
import type { Log } from '../log.ts';
import type { BenchmarkSession } from '../session/session.ts';
import {
  askModelChoice,
  askPlan,
  askProtocol,
  type Desk,
  type EvaluateOptions,
  mayAsk,
  planAsRecorded,
} from './askWhat.ts';
import { askComparison } from './comparison.ts';
import { EditorModelConsent } from './editorModelConsent.ts';
import { tellComparisonEnd, tellRunEnd } from './evaluationEnd.ts';
import { EvaluationJob, type JobCell, type JobEnd, type JobPlan } from './evaluationJob.ts';
import { pickItems } from './pickers.ts';
import { RememberedCaps } from './rememberedCaps.ts';
import { addedToRun, asRecorded, failedRuns, planOfRun, type Resumable, resumables } from './resumePlan.ts';
import { pickFailed, pickResumable } from './resumePickers.ts';
import { budgetsFromSettings } from './runSetup.ts';
import { progressReporter } from './progressReporter.ts';
import { pickCap } from './setupPickers.ts';
import { cellName } from './setupText.ts';
import { warnOfLabels } from './warnOfLabels.ts';

const idle: EvaluationView = { running: false, done: 0, total: 0, failed: 0, text: '' };

/** The one evaluation that a window may have running: starts it after asking what to ask, shows, pauses, stops, resumes it. */
export class Evaluations implements vscode.Disposable {
  readonly #didChange = new vscode.EventEmitter<EvaluationView>();
  readonly onDidChange = this.#didChange.event;
  readonly #desk: Desk;
  readonly #log: Log;
  readonly #caps: RememberedCaps;
  readonly #crop = createCropMaker();
  readonly #codec = createImageCodec();
  #view = idle;
  #job: EvaluationJob | undefined;

  constructor(context: vscode.ExtensionContext, connections: Connections, log: Log) {
    const consent = new EditorModelConsent(context.globalState);
    this.#desk = { context, connections, consent, crop: this.#crop, ports: (session) => this.#ports(session) };
    this.#log = log;
    this.#caps = new RememberedCaps(context.workspaceState);
  }

  /** How the running evaluation stands. */
  get view(): EvaluationView {
    return this.#view;
  }

  /** Asks for model and protocol, shows what it takes, and evaluates. Resolves with true as soon as it has started. */
  async evaluate(session: BenchmarkSession, items: Items, options: EvaluateOptions = {}): Promise<boolean> {
    if (!this.#mayStart() || items.length === 0) return false;
    const choice = await askModelChoice(this.#desk, options);
    if (choice === undefined || !(await mayAsk(this.#desk, choice, items))) return false;
    const protocol = await askProtocol(this.#desk, session, options);
    if (protocol === undefined) return false;
    await this.#desk.context.workspaceState.update('lastModel', choice.name);
    await this.#desk.context.workspaceState.update('lastProtocol', protocol.id);
    const model = await this.#desk.connections.model(choice);
    const chosen = { items, choice, model, protocol, where: options.where };
    const plan = await askPlan(this.#desk, session, chosen, choice, options);
    return plan !== undefined && this.#beginOne(session, addedToRun(plan, session));
  }

  /** Asks what of the benchmark to ask, and evaluates that. */
  async evaluateBenchmark(session: BenchmarkSession, options: EvaluateOptions = {}): Promise<boolean> {
    if (!this.#mayStart()) return false;
    const choice = await askModelChoice(this.#desk, options);
    if (choice === undefined) return false;
    const protocol = await askProtocol(this.#desk, session, options);
    if (protocol === undefined) return false;
    const whole = { items: session.benchmark.items, where: '' };
    const picked = options.confirm === false ? whole : await pickItems(session, choice);
    if (picked === undefined) return false;
    const chosen = { ...options, model: choice.name, protocol: protocol.id, where: picked.where };
    return this.evaluate(session, picked.items, chosen);
  }

  /** Asks once more what a run asked about a portrait, in the same way: the run that is named, else the newest one. */
  async askAgain(session: BenchmarkSession, item: Item, run?: string): Promise<boolean> {
    const runs = session.dossier(item).runs;
    const asked = runs.find((finding) => finding.run.run === run) ?? runs.at(-1);
    const record = session.records.find((one) => one.run === asked?.run.run);
    if (record === undefined) return this.evaluate(session, [item]);
    if (!this.#mayStart()) return false;
    const base = await planAsRecorded(this.#desk, session, record);
    if (base === undefined) return false;
    const plan = { ...asRecorded(base, record), items: [item], where: '', picked: true };
    return this.#beginOne(session, addedToRun(plan, session));
  }

  /** Goes on with a run or a comparison that was stopped or cut off: the one that is named, the only one, or one that is picked. */
  async resume(session: BenchmarkSession, id?: string): Promise<boolean> {
    if (!this.#mayStart()) return false;
    const open = resumables(session);
    const named = open.find((one) => one.id === id);
    const chosen = named ?? (open.length > 1 ? await pickResumable(session, open) : open[0]);
    if (open.length === 0)
      void vscode.window.showInformationMessage(l10n.t('No run of {0} was stopped.', session.benchmark.name));
    if (chosen === undefined) return false;
    const cells = await this.#cellsOf(session, chosen);
    if (cells.length === 0) return false;
    const budgets = this.#capsOf(session, chosen.id);
    const comparison = chosen.all[0]?.comparison;
    if (comparison !== undefined) return this.#beginComparison({ session, cells, budgets }, comparison);
    const [cell] = cells;
    return cell !== undefined && this.#beginOne(session, { ...cell.plan, budgets });
  }

  /** Asks for another cap in USD, and goes on with a run or a comparison under it. */
  async raiseCap(session: BenchmarkSession, id: string): Promise<boolean> {
    if (!this.#mayStart()) return false;
    const budgets = await pickCap(this.#capsOf(session, id), true);
    if (budgets === undefined) return false;
    await this.#caps.remember(id, budgets);
    return this.resume(session, id);
  }

  /** Asks again what failed in a run: the one that is named, the only one, or one that is picked. */
  async retryFailed(session: BenchmarkSession, run?: string): Promise<boolean> {
    if (!this.#mayStart()) return false;
    const runs = failedRuns(session);
    const named = runs.find(({ record }) => record.run === run);
    const chosen = named ?? (runs.length > 1 ? await pickFailed(runs) : runs[0]);
    if (runs.length === 0)
      void vscode.window.showInformationMessage(l10n.t('Nothing failed in the runs of {0}.', session.benchmark.name));
    const base = chosen && (await planAsRecorded(this.#desk, session, chosen.record));
    if (chosen === undefined || base === undefined) return false;
    const budgets = this.#capsOf(session, chosen.record.run);
    const plan = { ...planOfRun(base, chosen.record, session, true), budgets };
    warnOfLabels(chosen.record, plan);
    const title = l10n.t('{0}: asking again {1} that failed', plan.model.id, chosen.failed);
    return this.#beginOne(session, plan, title);
  }

  /** Asks which strategies to compare over which models, and runs all of them. */
  async compare(session: BenchmarkSession, options: EvaluateOptions = {}): Promise<boolean> {
    if (!this.#mayStart()) return false;
    const asked = await askComparison(this.#desk, session, options);
    if (asked === undefined || !this.#mayStart()) return false;
    await this.#caps.remember(asked.comparison, asked.budgets);
    return this.#beginComparison({ session, ...asked }, asked.comparison);
  }

  /** Whether a benchmark has something that ended before all was asked. */
  isResumable(session: BenchmarkSession): boolean {
    return !this.#view.running && resumables(session).length > 0;
  }

  stop(): void {
    this.#job?.stop();
  }

  /** Asks nothing new until {@link goOn}. */
  pause(): void {
    this.#job?.pause();
  }

  goOn(): void {
    this.#job?.goOn();
  }

  /** Resolves when nothing is running. */
  async settled(): Promise<void> {
    while (this.#view.running) await new Promise<void>((resolve) => this.#whenIdle(resolve));
  }

  dispose(): void {
    this.stop();
    void this.#crop.dispose();
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

  #ports(session: BenchmarkSession): Omit<EvaluatePorts, 'hold'> {
    return {
      images: session.tables.folder,
      store: session.store,
      clock: nodeClock,
      hasher: nodeHasher,
      codec: this.#codec,
      crop: this.#crop,
      video: frameSourceOf(session.root),
    };
  }

  /** The caps that were set for this run, else those of the settings. */
  #capsOf(session: BenchmarkSession, id: string): RunBudgets {
    return this.#caps.of(id) ?? budgetsFromSettings(session);
  }

  async #cellsOf(session: BenchmarkSession, { open }: Resumable): Promise<readonly JobCell[]> {
    const cells: JobCell[] = [];
    for (const record of open) {
      const base = await planAsRecorded(this.#desk, session, record);
      if (base === undefined) continue;
      const plan = planOfRun(base, record, session);
      warnOfLabels(record, plan);
      cells.push({ plan, name: cellName(record) });
    }
    return cells;
  }

  async #beginOne(session: BenchmarkSession, asked: EvaluatePlan, title = asked.model.id): Promise<boolean> {
    // Named beforehand, so that the cap is on record before anything is spent.
    const run = asked.resume?.run ?? newRunId(nodeClock.now(), Math.random());
    const budgets: RunBudgets = asked.budgets ?? {};
    await this.#caps.remember(run, budgets);
    const plan = asked.resume === undefined ? { ...asked, run } : asked;
    const job = { session, cells: [{ plan, name: plan.model.id }], budgets };
    return this.#begin(job, title, plan.items.length === 1, (end) => {
      const [only] = end.ends;
      return only === undefined ? '' : tellRunEnd(job, only, this, this.#log);
    });
  }

  #beginComparison(job: JobPlan, comparison: string): boolean {
    const title = l10n.t('comparing strategies');
    return this.#begin(job, title, false, (end) => tellComparisonEnd(job, comparison, end, this, this.#log));
  }

  #begin(plan: JobPlan, title: string, quietly: boolean, tell: (end: JobEnd) => string): boolean {
    // Asking takes as long as a person takes: meanwhile something else may have been started.
    if (!this.#mayStart()) return false;
    const job = new EvaluationJob(plan, this.#ports(plan.session), (view) => this.#show(view));
    this.#job = job;
    this.#show(job.view);
    const running = vscode.window.withProgress(
      quietly
        ? { location: { viewId: 'emolens.benchmark' } }
        : { location: vscode.ProgressLocation.Notification, title: `EmoLens: ${title}`, cancellable: true },
      async (progress, token) => {
        token.onCancellationRequested(() => job.stop());
        const listening = this.onDidChange(progressReporter(progress));
        let said = '';
        try {
          const end = await job.run();
          // Who answers the message at once may begin the next one.
          this.#view = idle;
          said = tell(end);
        } finally {
          listening.dispose();
          this.#job = undefined;
          this.#show({ ...idle, text: said });
        }
      },
    );
    running.then(undefined, (thrown: unknown) => {
      this.#log.error('evaluate', 'the evaluation ended unexpectedly', thrown);
      void vscode.window.showErrorMessage(
        l10n.t('The evaluation ended unexpectedly: {0}', thrown instanceof Error ? thrown.message : String(thrown)),
      );
    });
    return true;
  }

  #show(view: EvaluationView): void {
    this.#view = view;
    setContext('emolens.running', view.running);
    setContext('emolens.held', view.held === true);
    this.#didChange.fire(view);
  }
}
