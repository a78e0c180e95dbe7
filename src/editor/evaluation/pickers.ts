import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Items } from '../../core/benchmark/item.ts';
import { Bits } from '../../core/query/bits.ts';
import { present } from '../../core/query/codeBits.ts';
import { PlaceList } from '../../core/query/placeList.ts';
import { builtInProtocols, findProtocol } from '../../core/evaluation/builtInProtocols.ts';
import { loadProtocols } from '../../core/evaluation/loadProtocols.ts';
import type { Protocol } from '../../core/evaluation/protocol.ts';
import { endpointOf } from '../../core/models/connection.ts';
import { protocolFileErrorText } from '../../core/words/authoringText.ts';
import { protocolText } from '../../core/words/protocolText.ts';
import { originText } from '../../core/words/strategyText.ts';
import { askQuery } from '../askQuery.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Connections, ModelChoice } from '../connections/connections.ts';

/** What was picked last, offered first the next time. */
export interface LastPicks {
  readonly model?: string;
  readonly protocol?: string;
}

/** Asks which model; offers to add a connection. */
export async function pickModel(connections: Connections, last: LastPicks): Promise<ModelChoice | undefined> {
  const rows = (await connections.choices()).map((choice) => ({ ...modelRow(choice), choice }));
  const add = { label: `$(plug) ${l10n.t('Add Connection...')}`, choice: undefined, alwaysShow: true };
  const picked = await vscode.window.showQuickPick([...lastFirst(rows, (row) => row.choice.name === last.model), add], {
    title: l10n.t('Evaluate: which model'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  if (picked.choice !== undefined) return picked.choice;
  const connection = await connections.add();
  return connection && { kind: 'connection', name: connection.name, connection };
}

/** The row of a model: its name, what it is, where portraits go. */
export function modelRow(choice: ModelChoice): vscode.QuickPickItem {
  if (choice.kind === 'connection')
    return {
      label: choice.name,
      description: choice.connection.model,
      detail: l10n.t('Portraits are sent to {0}', endpointOf(choice.connection)),
    };
  if (choice.kind === 'editor') return { label: choice.name, description: choice.model.vendor };
  return {
    label: choice.name,
    description: l10n.t('runs here, no key, no network'),
    detail: l10n.t('A small facial-expression CNN, not a multimodal LLM: a row to compare models against.'),
  };
}

/** Asks which protocol, unless one is `named`: the built-in ones and those of the benchmark. Faulty files are told and left out. */
export async function pickProtocol(
  session: BenchmarkSession,
  last: LastPicks,
  named?: string,
): Promise<Protocol | undefined> {
  const { protocols, errors } = await loadProtocols(session.store);
  const first = errors[0];
  if (first !== undefined)
    void vscode.window.showWarningMessage(
      l10n.t('{0}: this protocol cannot be used. {1}', first.file, protocolFileErrorText(first)),
    );
  if (named !== undefined) return findProtocol(named, protocols);
  const own = new Set(protocols.map(({ id }) => id));
  const rows = [...protocols, ...builtInProtocols.filter(({ id }) => !own.has(id))].map((protocol) => {
    const { title, description } = protocolText(protocol);
    const whose = originText(protocol);
    return {
      label: protocol.id,
      description: whose === '' ? title : `${title} · ${whose}`,
      detail: description,
      protocol,
    };
  });
  const picked = await vscode.window.showQuickPick(
    lastFirst(rows, (row) => row.label === last.protocol),
    {
      title: l10n.t('Evaluate: which protocol'),
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  return picked?.protocol;
}

/** The items of a run, with the query that found them. */
export interface PickedItems {
  readonly items: Items;
  /** Absent where no query finds them again: the run then records their ids. */
  readonly where: string | undefined;
}

/** Asks what to ask of a whole benchmark: all, those not asked of `model` yet, the open errors, or what a query finds. */
export async function pickItems(
  session: BenchmarkSession,
  model: ModelChoice | undefined,
): Promise<PickedItems | undefined> {
  const { items } = session.benchmark;
  const asks = model && modelId(model);
  const unasked = asks === undefined ? [] : unaskedOf(session, asks);
  const open = PlaceList.where(session.table, present(session.columns.open));
  const rows: (vscode.QuickPickItem & { found?: Items; where: string | undefined })[] = [
    { label: l10n.t('All portraits'), description: String(items.length), found: items, where: '' },
    {
      label: l10n.t('Not asked of this model yet'),
      description: String(unasked.length),
      found: unasked,
      where: undefined,
    },
    {
      label: l10n.t('With an open error'),
      description: String(open.length),
      found: open,
      where: undefined,
    },
    { label: l10n.t('What a query finds...'), description: 'label:angry degree>3', where: '' },
  ];
  const shown = rows.filter(({ found }) => found === undefined || found.length > 0);
  const picked = await vscode.window.showQuickPick(shown, {
    title: l10n.t('Evaluate: what to ask'),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  return picked.found === undefined
    ? askQuery(session, l10n.t('Evaluate: query'))
    : { items: picked.found, where: picked.where };
}

/** The items on which no run of a model counts. */
function unaskedOf({ columns, table }: BenchmarkSession, model: string): Items {
  const asked = new Bits(table.length);
  for (const run of columns.runs.filter(({ facts }) => facts.model === model)) {
    asked.unite(columns.shown(run) ?? present(run.standing));
  }
  return PlaceList.where(table, asked.inverted());
}

function modelId(choice: ModelChoice): string {
  return choice.kind === 'connection' ? choice.connection.model : choice.name;
}

/** The rows with those that were used last at the top. */
export function lastFirst<T>(rows: readonly T[], isLast: (row: T) => boolean): readonly T[] {
  return [...rows.filter(isLast), ...rows.filter((row) => !isLast(row))];
}
