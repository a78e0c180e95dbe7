import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { endpointOf } from '../../core/models/connection.ts';
import type { Connections, ModelChoice } from '../connections/connections.ts';
import type { Evaluations } from '../evaluation/evaluations.ts';
import type { LastModel } from '../evaluation/lastModel.ts';
import { type CommandId, commands } from '../ids.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';

/** What the menu of the status bar is about. */
export interface StatusMenuPorts {
  readonly workbench: Workbench;
  readonly evaluations: Evaluations;
  readonly connections: Connections;
  readonly lastModel: LastModel;
}

type MenuRow = vscode.QuickPickItem & { readonly act?: () => unknown };

/** The menu behind the status bar's entry. */
export function statusMenuCommands(ports: StatusMenuPorts): CommandTable {
  return {
    [commands.showStatusMenu]: async () => {
      const { view } = ports.evaluations;
      const rows = view.running ? runningRows(view.held === true) : await idleRows(ports);
      const picked = await vscode.window.showQuickPick(rows, {
        title: 'EmoLens',
        placeHolder: view.running ? view.text : l10n.t('What to ask next, and whom'),
        matchOnDescription: true,
      });
      await picked?.act?.();
    },
  };
}

function row(icon: string, label: string, id: CommandId, argument?: unknown): MenuRow {
  return { label: `$(${icon}) ${label}`, act: () => vscode.commands.executeCommand(id, argument) };
}

function runningRows(isHeld: boolean): readonly MenuRow[] {
  return [
    isHeld
      ? row('debug-continue', l10n.t('Go On'), commands.goOn)
      : row('debug-pause', l10n.t('Pause'), commands.pause),
    row('debug-stop', l10n.t('Stop'), commands.stop),
    row('output', l10n.t('Show Log'), commands.showLog),
  ];
}

function separator(label: string): MenuRow {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

async function idleRows(ports: StatusMenuPorts): Promise<readonly MenuRow[]> {
  const { workbench, evaluations, connections, lastModel } = ports;
  const session = workbench.activeSession;
  const choices = await connections.choices();
  const last = choices.some(({ name }) => name === lastModel.name) ? lastModel.name : choices[0]?.name;
  const evaluation: MenuRow[] = [];
  if (session !== undefined) {
    const options = last === undefined ? undefined : { options: { model: last } };
    const asked: MenuRow = {
      ...row('play', l10n.t('Evaluate Benchmark...'), commands.evaluateBenchmark, options),
      ...(last === undefined ? {} : { description: last }),
    };
    evaluation.push(separator(session.benchmark.name), asked);
    if (evaluations.isResumable(session)) evaluation.push(row('debug-continue', l10n.t('Resume'), commands.resume));
  }
  const hasConnections = choices.some(({ kind }) => kind === 'connection');
  const named = hasConnections && choices.some(({ kind, name }) => kind === 'connection' && name === last);
  const argument = named ? { connection: last } : undefined;
  return [
    ...evaluation,
    separator(l10n.t('Ask')),
    ...choices.map((choice): MenuRow => choiceRow(choice, choice.name === last, lastModel)),
    separator(l10n.t('Connections')),
    row('add', l10n.t('Add Connection...'), commands.addConnection),
    ...(hasConnections
      ? [
          row('edit', l10n.t('Edit Connection...'), commands.editConnection, argument),
          row('pulse', l10n.t('Test Connection...'), commands.testConnection, argument),
        ]
      : []),
  ];
}

function choiceRow(choice: ModelChoice, isLast: boolean, lastModel: LastModel): MenuRow {
  const description =
    choice.kind === 'connection'
      ? `${choice.connection.model} · ${endpointOf(choice.connection)}`
      : choice.kind === 'baseline'
        ? l10n.t('runs here, no key, no network')
        : choice.model.vendor;
  return {
    label: `$(${isLast ? 'check' : 'blank'}) ${choice.name}`,
    description,
    act: () => lastModel.choose(choice.name),
  };
}
