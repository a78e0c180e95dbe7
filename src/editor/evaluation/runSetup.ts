import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Lexicon } from '../../core/affect/lexicon.ts';
import { loadStrategies } from '../../core/evaluation/loadStrategies.ts';
import type { Extractor, RunBudgets } from '../../core/evaluation/plan.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import { builtInStrategies, findStrategy, type Strategy } from '../../core/evaluation/strategies.ts';
import { endpointOf } from '../../core/models/connection.ts';
import { strategyFileErrorText } from '../../core/words/authoringText.ts';
import type { Connections } from '../connections/connections.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { setting } from '../settings.ts';
import { lexiconInForce } from './lexiconInForce.ts';

/** A second model with the name of its connection. */
export interface NamedExtractor extends Extractor {
  readonly name: string;
}

/** How questions are put and what an evaluation may use up: all that the model, the protocol and the portraits leave open. */
export interface RunSetup {
  readonly strategy: Strategy;
  readonly options: 'words' | 'letters';
  /** In how many orders the options are shown; `fixed` is the benchmark's own, once. */
  readonly orders: number | 'fixed';
  readonly shuffleSeed: number;
  readonly conversation: 'separate' | 'one';
  readonly budgets: RunBudgets;
  readonly lexicon: Lexicon;
  readonly extractor?: NamedExtractor | undefined;
  /** The strategies to choose from: the user's own, and the built-in ones whose names they leave free. */
  readonly strategies: readonly Strategy[];
}

/** The setup that the settings and the benchmark's own files make. What cannot be used is told; `undefined`: nothing may be asked. */
export async function setupFromSettings(
  session: BenchmarkSession,
  connections: Connections,
): Promise<RunSetup | undefined> {
  const { root } = session;
  const strategies = await strategiesOf(session);
  const name = setting('strategy', root);
  const strategy = findStrategy(name, strategies);
  if (strategy === undefined)
    return refuse(l10n.t('The setting emolens.strategy names {0}, and there is no such strategy.', name));
  const extractor = await extractorNamed(setting('extractor', root), connections);
  if (extractor === 'unknown')
    return refuse(
      l10n.t('The setting emolens.extractor names {0}, and there is no such connection.', setting('extractor', root)),
    );
  const lexicon = await lexiconInForce(session);
  if (lexicon === undefined) return undefined;
  const orders = setting('orders', root);
  return {
    strategy,
    strategies,
    options: setting('answerOptions', root),
    orders: orders > 1 || setting('optionOrder', root) === 'shuffled' ? orders : 'fixed',
    shuffleSeed: setting('seed', root),
    conversation: setting('conversation', root),
    budgets: budgetsFromSettings(session),
    lexicon,
    ...(extractor === undefined ? {} : { extractor }),
  };
}

/** The caps of the settings; 0 is none. */
export function budgetsFromSettings({ root }: BenchmarkSession): RunBudgets {
  const keys = ['maxCostUsd', 'maxRequests', 'maxFailures'] as const;
  return Object.fromEntries(keys.flatMap((key) => (setting(key, root) > 0 ? [[key, setting(key, root)]] : [])));
}

/** The parameters that a setup makes; what is as if it were not there is left out, as older runs have it. */
export function parametersOf(
  setup: RunSetup,
): Pick<RunRecord['parameters'], 'conversation' | 'options' | 'order' | 'orders' | 'shuffleSeed'> {
  const { conversation, options, orders, shuffleSeed } = setup;
  return {
    conversation,
    options,
    ...(orders === 'fixed' ? {} : { order: 'shuffled' as const, shuffleSeed }),
    ...(orders === 'fixed' || orders === 1 ? {} : { orders }),
  };
}

/** The second model that a run recorded, where its connection is still there. */
export async function extractorOf(record: RunRecord, connections: Connections): Promise<NamedExtractor | undefined> {
  const wanted = record.extractor;
  if (wanted === undefined) return undefined;
  const found = connections.all().find((one) => one.model === wanted.model && endpointOf(one) === wanted.endpoint);
  const extractor = found && (await extractorNamed(found.name, connections));
  return extractor === 'unknown' ? undefined : extractor;
}

/** The strategies of a benchmark and the built-in ones. Faulty files are told and left out. */
async function strategiesOf(session: BenchmarkSession): Promise<readonly Strategy[]> {
  const { strategies, errors } = await loadStrategies(session.store);
  const first = errors[0];
  if (first !== undefined) {
    const why = strategyFileErrorText(first);
    void vscode.window.showWarningMessage(
      l10n.t('{0}:{1}: this strategy cannot be used. {2}', first.file, first.line, why),
    );
  }
  const own = new Set(strategies.map(({ id }) => id));
  return [...strategies, ...builtInStrategies.filter(({ id }) => !own.has(id))];
}

async function extractorNamed(name: string, connections: Connections): Promise<NamedExtractor | 'unknown' | undefined> {
  if (name === '') return undefined;
  const connection = connections.all().find((one) => one.name === name);
  if (connection === undefined) return 'unknown';
  const model = await connections.model({ kind: 'connection', name, connection });
  return { name, model, ...(connection.price === undefined ? {} : { price: connection.price }) };
}

function refuse(text: string): undefined {
  const open = l10n.t('Open Settings');
  void vscode.window.showErrorMessage(text, open).then((chosen) => {
    if (chosen === open) void vscode.commands.executeCommand('workbench.action.openSettings', 'emolens');
  });
  return undefined;
}
