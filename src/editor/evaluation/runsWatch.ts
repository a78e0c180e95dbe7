import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { runPaths } from '../../core/evaluation/runStore.ts';
import { setContext } from '../context.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Workbench } from '../workbench.ts';
import type { Evaluations } from './evaluations.ts';
import { failedCount, type Resumable, resumables } from './resumePlan.ts';
import { resumableRow } from './resumePickers.ts';

const toldKey = 'toldUnfinished';
const mostTold = 200;

/** Tells menus what the runs of the open benchmarks allow, and a person once of a run that a former window left unfinished. */
export class RunsWatch implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #workbench: Workbench;
  readonly #evaluations: Evaluations;
  readonly #seen = new WeakSet<BenchmarkSession>();
  readonly #listening: vscode.Disposable;

  constructor(context: vscode.ExtensionContext, workbench: Workbench, evaluations: Evaluations) {
    this.#context = context;
    this.#workbench = workbench;
    this.#evaluations = evaluations;
    this.#listening = vscode.Disposable.from(
      workbench.onDidChangeSessions(() => this.#tellMenus()),
      workbench.onDidReadRuns(() => void this.#lookForUnfinished()),
      workbench.onDidChange(() => this.#tellMenus()),
      evaluations.onDidChange(({ running }) => {
        if (!running) this.#tellMenus();
      }),
    );
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #tellMenus(): void {
    const { sessions } = this.#workbench;
    setContext(
      'emolens.hasRuns',
      sessions.some(({ records }) => records.length > 0),
    );
    // While a run goes on none of these can be chosen, and its outcomes come by the hundred.
    if (this.#evaluations.view.running) return;
    setContext(
      'emolens.resumable',
      sessions.some((session) => resumables(session).length > 0),
    );
    setContext(
      'emolens.hasFailed',
      sessions.some(({ runs }) => runs.some(({ outcomes }) => failedCount(outcomes) > 0)),
    );
  }

  async #lookForUnfinished(): Promise<void> {
    for (const session of this.#workbench.sessions) {
      if (this.#seen.has(session)) continue;
      this.#seen.add(session);
      const cutOff = resumables(session).filter(isCutOff);
      const told = this.#context.workspaceState.get<readonly string[]>(toldKey, []);
      const fresh = cutOff.filter(({ id }) => !told.includes(id));
      if (fresh.length === 0 || !vscode.workspace.isTrusted) continue;
      const free = await this.#firstFree(session, fresh);
      if (free === undefined) continue;
      await this.#context.workspaceState.update(toldKey, [...told, ...fresh.map(({ id }) => id)].slice(-mostTold));
      this.#tell(session, free);
    }
  }

  /** The newest that no other process works on. */
  async #firstFree(session: BenchmarkSession, found: readonly Resumable[]): Promise<Resumable | undefined> {
    for (const one of found) {
      const locks = await Promise.all(one.open.map(({ run }) => session.store.lock(runPaths(run).lock)));
      for (const lock of locks) if (lock.ok) await lock.value.release();
      if (locks.every(({ ok }) => ok)) return one;
    }
    return undefined;
  }

  #tell(session: BenchmarkSession, unfinished: Resumable): void {
    const { label, description = '' } = resumableRow(session, unfinished);
    const resume = l10n.t('Resume');
    const text = l10n.t('{0}: an evaluation was interrupted: {1}, {2}.', session.benchmark.name, label, description);
    void vscode.window.showInformationMessage(text, resume).then((chosen) => {
      if (chosen === resume) void this.#evaluations.resume(session, unfinished.id);
    });
  }
}

/** Its process ended before it could say why: a person who stopped a run has been told how to go on. */
function isCutOff({ open }: Resumable): boolean {
  return open.some(({ endedAt, stopped }) => endedAt === undefined && stopped === undefined);
}
