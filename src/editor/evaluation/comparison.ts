import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { dryRun } from '../../core/evaluation/dryRun.ts';
import type { EvaluatePlan, RunBudgets } from '../../core/evaluation/plan.ts';
import { prepareRun } from '../../core/evaluation/prepareRun.ts';
import { newRunId } from '../../core/evaluation/runStore.ts';
import type { Strategy } from '../../core/evaluation/strategies.ts';
import type { Protocol } from '../../core/evaluation/protocol.ts';
import { cautionTexts } from '../../core/words/cautionText.ts';
import { estimateText, sumOfDryRuns } from '../../core/words/estimateText.ts';
import { evaluateErrorText } from '../../core/words/runText.ts';
import type { ModelChoice } from '../connections/connections.ts';
import { commands } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { askProtocol, type Desk, estimateNote, type EvaluateOptions, makePlan, mayAsk } from './askWhat.ts';
import { type ConfirmRow, confirmSetup, noteRows, setupRows } from './confirmSetup.ts';
import { scaleNote } from './evaluationPlan.ts';
import type { JobCell } from './evaluationJob.ts';
import { modelRow, type PickedItems, pickItems } from './pickers.ts';
import { type RunSetup, setupFromSettings } from './runSetup.ts';
import { strategyRow } from './setupPickers.ts';
import { cellName } from './setupText.ts';

/** A comparison whose runs are all on disk and not yet begun. */
export interface Comparison {
  readonly comparison: string;
  readonly cells: readonly JobCell[];
  readonly budgets: RunBudgets;
}

interface Grid {
  readonly strategies: readonly Strategy[];
  readonly choices: readonly ModelChoice[];
  readonly protocol: Protocol;
  readonly picked: PickedItems;
}

/** Strategies that are ticked beforehand: the question alone, and the one after the paper's aim. */
const suggested: readonly string[] = ['plain', 'emoprompt'];

/**
 * Asks for strategies, models, protocol and portraits, shows what the runs take together, and puts a record of each on disk
 * before the first begins, so that the comparison can be resumed whole. `undefined` when nothing is to be started.
 */
export async function askComparison(
  desk: Desk,
  session: BenchmarkSession,
  options: EvaluateOptions,
): Promise<Comparison | undefined> {
  const setup = await setupFromSettings(session, desk.connections);
  if (setup === undefined) return undefined;
  const grid = await askGrid(desk, session, setup, options);
  if (grid === undefined) return undefined;
  const wanted = options.confirm === false ? setup : await confirmComparison(desk, session, grid, setup);
  if (wanted === undefined) return undefined;
  const comparison = newRunId(Date.now(), Math.random());
  const cells: JobCell[] = [];
  for (const plan of await plansOf(desk, session, grid, wanted)) {
    const prepared = await prepareRun({ ...plan, comparison }, desk.ports(session));
    if (!prepared.ok) {
      void vscode.window.showErrorMessage(evaluateErrorText(prepared.error));
      return undefined;
    }
    session.addRun(prepared.value);
    const resume = { run: prepared.value.run, retryFailed: false };
    cells.push({ plan: { ...plan, comparison, resume }, name: cellName(prepared.value) });
  }
  return { comparison, cells, budgets: wanted.budgets };
}

async function askGrid(
  desk: Desk,
  session: BenchmarkSession,
  setup: RunSetup,
  options: EvaluateOptions,
): Promise<Grid | undefined> {
  const all = (await desk.connections.choices()).filter(({ kind }) => kind !== 'baseline');
  if (all.length === 0) return offerConnection();
  const strategies = await pickStrategies(setup, options.strategies);
  if (strategies === undefined || strategies.length === 0) return undefined;
  const choices = await pickModels(all, options.models);
  if (choices === undefined || choices.length === 0) return undefined;
  const protocol = await askProtocol(desk, session, options);
  if (protocol === undefined) return undefined;
  const whole = { items: session.benchmark.items, where: '' };
  const picked = options.confirm === false ? whole : await pickItems(session, undefined);
  if (picked === undefined) return undefined;
  for (const choice of choices) if (!(await mayAsk(desk, choice, picked.items))) return undefined;
  return { strategies, choices, protocol, picked };
}

async function pickStrategies(
  setup: RunSetup,
  named: readonly string[] | undefined,
): Promise<readonly Strategy[] | undefined> {
  if (named !== undefined) return setup.strategies.filter(({ id }) => named.includes(id));
  const rows = setup.strategies.map((strategy) => ({
    ...strategyRow(strategy),
    picked: suggested.includes(strategy.id),
  }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: l10n.t('Compare: which strategies'),
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ strategy }) => strategy);
}

async function pickModels(
  all: readonly ModelChoice[],
  named: readonly string[] | undefined,
): Promise<readonly ModelChoice[] | undefined> {
  if (named !== undefined) return all.filter(({ name }) => named.includes(name));
  const rows = all.map((choice) => ({ ...modelRow(choice), choice, picked: all.length === 1 }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: l10n.t('Compare: over which models'),
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ choice }) => choice);
}

async function offerConnection(): Promise<undefined> {
  const add = l10n.t('Add Connection...');
  const chosen = await vscode.window.showInformationMessage(
    l10n.t('Comparing strategies needs a model that reads questions; the embedded baseline reads none.'),
    add,
  );
  if (chosen === add) await vscode.commands.executeCommand(commands.addConnection);
  return undefined;
}

async function confirmComparison(
  desk: Desk,
  session: BenchmarkSession,
  grid: Grid,
  setup: RunSetup,
): Promise<RunSetup | undefined> {
  const { strategies, choices, protocol } = grid;
  return confirmSetup({
    title:
      choices.length === 1
        ? l10n.t('Compare {0} strategies with {1}?', strategies.length, choices[0]?.name ?? '')
        : l10n.t('Compare {0} strategies over {1} models?', strategies.length, choices.length),
    setup,
    rows: async (current) => {
      const plans = await plansOf(desk, session, grid, current);
      const how = setupRows(current, { choices, protocol, hasStrategy: false });
      return [...(await comparisonRows(desk, session, plans, how))];
    },
  });
}

async function comparisonRows(
  desk: Desk,
  session: BenchmarkSession,
  plans: readonly EvaluatePlan[],
  how: readonly ConfirmRow[],
): Promise<readonly ConfirmRow[]> {
  const dry = [];
  const rows: ConfirmRow[] = [];
  for (const plan of plans) {
    const estimate = await dryRun(plan, desk.ports(session));
    const name = cellName({ strategy: plan.strategy.id, model: plan.model.id, connection: plan.connection });
    if (!estimate.ok) return [{ label: `$(error) ${name}: ${evaluateErrorText(estimate.error)}` }, ...how];
    dry.push(estimate.value);
    rows.push({ label: name, description: estimateText(estimate.value).brief });
  }
  const all = sumOfDryRuns(dry);
  const { counts, takes, notes } = estimateText(all);
  const runs = l10n.t('{0} runs, {1}', plans.length, counts);
  const [first] = plans;
  return [
    { label: `$(play) ${l10n.t('Start')}`, description: runs, detail: takes, act: 'start' },
    ...how,
    { label: l10n.t('One run after the other'), kind: vscode.QuickPickItemKind.Separator },
    ...rows,
    ...noteRows([
      ...cautionTexts(all.cautions).map((one) => ({ icon: 'info' as const, ...one })),
      ...notes.map((text) => ({ icon: 'info' as const, text })),
      ...(first === undefined ? [] : [...scaleNote(first), estimateNote(first)]),
    ]),
  ];
}

/** One plan for each strategy and model: all strategies of a model in a row. */
async function plansOf(
  desk: Desk,
  session: BenchmarkSession,
  { strategies, choices, protocol, picked }: Grid,
  setup: RunSetup,
): Promise<readonly EvaluatePlan[]> {
  const plans: EvaluatePlan[] = [];
  for (const choice of choices) {
    const model = await desk.connections.model(choice);
    const chosen = { ...picked, choice, model, protocol };
    for (const strategy of strategies) plans.push(makePlan(desk, session, chosen, { ...setup, strategy }));
  }
  return plans;
}
