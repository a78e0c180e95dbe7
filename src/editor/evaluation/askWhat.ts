import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Items } from '../../core/benchmark/item.ts';
import { dryRun } from '../../core/evaluation/dryRun.ts';
import type { CropMaker, EvaluatePlan, EvaluatePorts } from '../../core/evaluation/plan.ts';
import type { Protocol } from '../../core/evaluation/protocol.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import { endpointOf } from '../../core/models/connection.ts';
import { cautionTexts } from '../../core/words/cautionText.ts';
import { estimateText } from '../../core/words/estimateText.ts';
import { evaluateErrorText } from '../../core/words/runText.ts';
import type { Connections, ModelChoice } from '../connections/connections.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { type ConfirmRow, confirmSetup, type Note, noteRows, setupRows } from './confirmSetup.ts';
import { type EditorModelConsent, mostForEditorModel } from './editorModelConsent.ts';
import { type Chosen, planFor, scaleNote } from './evaluationPlan.ts';
import { pickModel, pickProtocol } from './pickers.ts';
import { extractorOf, type RunSetup, setupFromSettings } from './runSetup.ts';

/** What a command may say beforehand, so that nothing is asked: tests and scripts use it, people do not have to. */
export interface EvaluateOptions {
  readonly model?: string | undefined;
  readonly protocol?: string | undefined;
  /** False starts without showing the dry run. */
  readonly confirm?: boolean | undefined;
  /** How the items were found; recorded in the run. Absent: they were picked by hand. */
  readonly where?: string | undefined;
  /** For comparisons. */
  readonly strategies?: readonly string[] | undefined;
  readonly models?: readonly string[] | undefined;
}

/** What asking needs of the window. */
export interface Desk {
  readonly context: vscode.ExtensionContext;
  readonly connections: Connections;
  readonly consent: EditorModelConsent;
  readonly crop: CropMaker;
  ports(session: BenchmarkSession): Omit<EvaluatePorts, 'hold'>;
}

/** The model that was named, or the one that a person picks. */
export async function askModelChoice(desk: Desk, { model }: EvaluateOptions): Promise<ModelChoice | undefined> {
  const last = { model: desk.context.workspaceState.get<string>('lastModel') };
  if (model === undefined) return pickModel(desk.connections, last);
  return (await desk.connections.choices()).find(({ name }) => name === model);
}

/** The protocol that was named, or the one that a person picks. */
export async function askProtocol(
  desk: Desk,
  session: BenchmarkSession,
  { protocol }: EvaluateOptions,
): Promise<Protocol | undefined> {
  const last = { protocol: desk.context.workspaceState.get<string>('lastProtocol') };
  return pickProtocol(session, last, protocol);
}

/** Whether a model may be asked about so many portraits, and the person lets it; says so when there are too many. */
export async function mayAsk(desk: Desk, choice: ModelChoice, items: Items): Promise<boolean> {
  if (choice.kind !== 'editor') return true;
  if (items.length <= mostForEditorModel) return desk.consent.given(choice.model);
  void vscode.window.showWarningMessage(
    l10n.t(
      '{0} is a model of the editor and may be asked about {1} portraits at a time; these are {2}. Select fewer, or add a connection.',
      choice.name,
      mostForEditorModel,
      items.length,
    ),
  );
  return false;
}

/** A plan from what was chosen and a setup. */
export function makePlan(desk: Desk, session: BenchmarkSession, chosen: Chosen, setup: RunSetup): EvaluatePlan {
  const version = String(desk.context.extension.packageJSON.version);
  return planFor(session, chosen, setup, { version, crop: desk.crop });
}

/**
 * The plan for what was chosen, asked as the settings say or, after the last question, as the person wants; `undefined` when it is
 * not to be started. A single portrait is asked without that question.
 */
export async function askPlan(
  desk: Desk,
  session: BenchmarkSession,
  chosen: Chosen,
  choice: ModelChoice,
  { confirm }: EvaluateOptions,
): Promise<EvaluatePlan | undefined> {
  const setup = await setupFromSettings(session, desk.connections);
  if (setup === undefined) return undefined;
  const { items, model, protocol } = chosen;
  if (confirm === false || items.length === 1) return makePlan(desk, session, chosen, setup);
  const lastStrategy = desk.context.workspaceState.get<string>('lastStrategy');
  const about = { choices: [choice], protocol, lastStrategy, hasStrategy: true };
  const wanted = await confirmSetup({
    title: l10n.t('Ask {0} about {1} portraits of {2}?', model.id, items.length, session.benchmark.name),
    setup,
    rows: async (current) => [
      ...(await startRows(desk, session, makePlan(desk, session, chosen, current), choice, setupRows(current, about))),
    ],
  });
  if (wanted === undefined) return undefined;
  await desk.context.workspaceState.update('lastStrategy', wanted.strategy.id);
  return makePlan(desk, session, chosen, wanted);
}

async function startRows(
  desk: Desk,
  session: BenchmarkSession,
  plan: EvaluatePlan,
  choice: ModelChoice,
  how: readonly ConfirmRow[],
): Promise<readonly ConfirmRow[]> {
  const estimate = await dryRun(plan, desk.ports(session));
  if (!estimate.ok) return [{ label: `$(error) ${evaluateErrorText(estimate.error)}`, alwaysShow: true }, ...how];
  const { counts, takes, notes } = estimateText(estimate.value);
  const where = choice.kind === 'connection' ? endpointOf(choice.connection) : undefined;
  return [
    { label: `$(play) ${l10n.t('Start')}`, description: counts, detail: takes, alwaysShow: true, act: 'start' },
    ...how,
    ...noteRows([
      ...(where === undefined
        ? []
        : [{ icon: 'cloud-upload' as const, text: l10n.t('Portraits are sent to {0}', where) }]),
      ...cautionTexts(estimate.value.cautions).map((one) => ({ icon: 'info' as const, ...one })),
      ...notes.map((text) => ({ icon: 'info' as const, text })),
      ...scaleNote(plan),
      ...(estimate.value.tokens === undefined ? [] : [estimateNote(plan)]),
    ]),
  ];
}

/** Where an estimate comes from: it is ours, and servers differ. */
export function estimateNote(plan: EvaluatePlan): Note {
  const isMeasured = plan.pictureTokens !== undefined;
  return {
    icon: 'info',
    text: l10n.t('The estimates are ours'),
    detail: isMeasured
      ? l10n.t("From what the connection's test measured, and four characters a token.")
      : l10n.t('Four characters a token, pictures in tiles of 512 pixels, 2 s an answer.'),
  };
}

/** A plan over a benchmark that asks as a run recorded, whatever the settings say now; `undefined` when that cannot be, which is told. */
export async function planAsRecorded(
  desk: Desk,
  session: BenchmarkSession,
  record: RunRecord,
): Promise<EvaluatePlan | undefined> {
  const name = record.connection ?? record.model;
  const choice = (await desk.connections.choices()).find((one) => one.name === name);
  if (choice === undefined) {
    void vscode.window.showErrorMessage(
      l10n.t('Run {0} used the connection {1}, which is not there any more.', record.run, name),
    );
    return undefined;
  }
  if (!(await mayAsk(desk, choice, []))) return undefined;
  const setup = await setupFromSettings(session, desk.connections);
  if (setup === undefined) return undefined;
  const model = await desk.connections.model(choice);
  const { items } = session.benchmark;
  const chosen = { items, choice, model, protocol: record.protocol, where: record.where };
  const extractor = await extractorOf(record, desk.connections);
  return makePlan(desk, session, chosen, { ...setup, extractor });
}
