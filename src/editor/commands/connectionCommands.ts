import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Connections, Offer } from '../connections/connections.ts';
import type { LastModel } from '../evaluation/lastModel.ts';
import { commands } from '../ids.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';

/** The connections to models: adding, changing, testing and removing them. */
export function connectionCommands(workbench: Workbench, connections: Connections, lastModel: LastModel): CommandTable {
  return {
    [commands.addConnection]: async () => {
      const added = await connections.add(() => offersFor(workbench));
      // Who adds a connection means to use it next.
      if (added !== undefined) await lastModel.choose(added.name);
    },
    [commands.editConnection]: (at) => connections.edit(nameOf(at)),
    [commands.testConnection]: (at) => connections.test(nameOf(at)),
    [commands.removeConnection]: (at) => connections.remove(nameOf(at)),
    [commands.setKey]: (at) => connections.setKey(nameOf(at)),
  };
}

/** What to do with a new connection: to evaluate what is open, else to open something. */
function offersFor(workbench: Workbench): readonly Offer[] {
  if (workbench.activeSession === undefined)
    return [
      {
        label: l10n.t('Open Benchmark Folder...'),
        act: () => vscode.commands.executeCommand(commands.openBenchmark),
      },
    ];
  return [
    {
      label: l10n.t('Evaluate Benchmark...'),
      act: ({ name }) => vscode.commands.executeCommand(commands.evaluateBenchmark, { options: { model: name } }),
    },
  ];
}

/** A connection that was named beforehand; a row of the tree names none. */
function nameOf(at: unknown): string | undefined {
  if (typeof at !== 'object' || at === null || !('connection' in at)) return undefined;
  return typeof at.connection === 'string' ? at.connection : undefined;
}
