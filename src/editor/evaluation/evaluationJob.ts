import * as l10n from '@vscode/l10n';
import { stopsOfServer } from '../../core/evaluation/plan.ts';
import type {
  EvaluateError,
  EvaluatePlan,
  EvaluatePorts,
  RunBudgets,
  RunProgress,
  RunSummary,
  StopReason,
} from '../../core/evaluation/plan.ts';
import { evaluate } from '../../core/evaluation/runner.ts';
import type { Result } from '../../core/result.ts';
import { progressText } from '../../core/words/runText.ts';
import type { EvaluationView } from '../../protocol/views.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { PersonHold } from './personHold.ts';
import { budgetsFor, spendingSoFar } from '../../core/evaluation/jobSpending.ts';
import type { JobSpending } from '../../core/evaluation/jobSpending.ts';

/** One run of a job: its plan, and what people know it by. */
export interface JobCell {
  readonly plan: EvaluatePlan;
  readonly name: string;
}

/** What became of a cell that was begun. */
export interface CellEnd {
  readonly cell: JobCell;
  readonly ended: Result<RunSummary, EvaluateError>;
}

/** What became of a job. `stopped` says why it ended before its last cell was done. */
export interface JobEnd {
  readonly ends: readonly CellEnd[];
  readonly stopped?: StopReason;
}

/** The runs to make, one after the other, and what all of them together may use up. */
export interface JobPlan {
  readonly session: BenchmarkSession;
  readonly cells: readonly JobCell[];
  readonly budgets: RunBudgets;
}

/** Up to this many portraits show that they are being asked; more would only flicker. */
const shownAsking = 500;

/** One or several runs as one piece of work: its progress, its pause, its stop, its budget. Runs once. */
export class EvaluationJob {
  readonly plan: JobPlan;
  readonly #ports: Omit<EvaluatePorts, 'hold'>;
  readonly #show: (view: EvaluationView) => void;
  readonly #hold = new PersonHold();
  readonly #abort = new AbortController();
  #at = 0;
  #progress: Pick<RunProgress, 'done' | 'total' | 'kinds'> & Partial<RunProgress> = { done: 0, total: 0, kinds: {} };
  #words = '';

  constructor(plan: JobPlan, ports: Omit<EvaluatePorts, 'hold'>, show: (view: EvaluationView) => void) {
    this.plan = plan;
    this.#ports = ports;
    this.#show = show;
    this.#words = l10n.t('Asking {0}', plan.cells[0]?.plan.model.id ?? '');
  }

  /** How the job stands. Its cells ask the same questions, so each of them counts as many as the one under way. */
  get view(): EvaluationView {
    const { done, total, kinds, perSecond, costUsd } = this.#progress;
    const cells = this.plan.cells.length;
    return {
      running: true,
      ...(this.#hold.isHeld ? { held: true } : {}),
      model: this.plan.cells[this.#at]?.plan.model.id,
      done: this.#at * total + done,
      total: cells * total,
      failed: kinds.failed ?? 0,
      ...(perSecond === undefined ? {} : { perSecond }),
      ...(costUsd === undefined ? {} : { costUsd }),
      text: this.#text(),
    };
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Asks nothing new until {@link goOn}; requests in flight come home. */
  pause(): void {
    this.#hold.hold();
    this.#show(this.view);
  }

  goOn(): void {
    this.#hold.letGo();
    this.#show(this.view);
  }

  async run(): Promise<JobEnd> {
    const { session, cells, budgets } = this.plan;
    const ends: CellEnd[] = [];
    const lost = new Set<string>();
    const spending = await spendingSoFar(budgets, this.#runs(), session.store);
    try {
      for (const [at, cell] of cells.entries()) {
        const usedUp = this.#abort.signal.aborted ? 'cancelled' : spending.usedUp;
        if (usedUp !== undefined) return { ends, stopped: usedUp };
        if (lost.has(serverOf(cell))) continue;
        this.#at = at;
        const ended = await this.#runCell(
          { ...cell.plan, budgets: budgetsFor(spending.leftFor(runOf(cell)), cell.plan.model) },
          spending,
        );
        ends.push({ cell, ended });
        const stopped = ended.ok ? ended.value.stopped : undefined;
        if (stopped === undefined) continue;
        if (!stopsOfServer.has(stopped)) return { ends, stopped };
        lost.add(serverOf(cell));
      }
      return { ends };
    } finally {
      session.setAsking([]);
      await session.reloadRecords();
    }
  }

  async #runCell(plan: EvaluatePlan, spending: JobSpending): Promise<Result<RunSummary, EvaluateError>> {
    const { session } = this.plan;
    if (plan.items.length <= shownAsking) session.setAsking(plan.items.map(({ id }) => id));
    const ended = await evaluate(
      plan,
      { ...this.#ports, hold: this.#hold },
      {
        onStart: (record) => session.addRun(record),
        onOutcome: (outcome) => {
          spending.outcome(outcome);
          session.addOutcome(outcome);
        },
        onProgress: (progress) => {
          this.#progress = progress;
          this.#words = progressText(progress);
          this.#show(this.view);
        },
      },
      this.#abort.signal,
    );
    if (ended.ok) spending.requests(ended.value.requestsSent);
    return ended;
  }

  /** The runs that share the budget: of a comparison those that are done, too. */
  #runs(): readonly string[] {
    const { session, cells } = this.plan;
    const own = cells.map(runOf);
    const comparison = session.records.find(({ run }) => own.includes(run))?.comparison;
    if (comparison === undefined) return own;
    return session.records.filter((record) => record.comparison === comparison).map(({ run }) => run);
  }

  #text(): string {
    const { cells } = this.plan;
    const { done, total } = this.#progress;
    const held = total === 0 ? l10n.t('paused') : l10n.t('paused at {0} of {1}', done, total);
    const words = this.#hold.isHeld ? held : this.#words;
    const cell = cells[this.#at];
    if (cells.length === 1 || cell === undefined) return words;
    return l10n.t('{0} of {1}, {2}: {3}', this.#at + 1, cells.length, cell.name, words);
  }
}

function runOf({ plan }: JobCell): string {
  return plan.resume?.run ?? plan.run ?? '';
}

function serverOf({ plan }: JobCell): string {
  return JSON.stringify([plan.connection ?? plan.model.id, plan.model.endpoint]);
}
