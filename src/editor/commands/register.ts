import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandId } from '../ids.ts';
import type { Log } from '../log.ts';

/** What commands do; arguments come from menus, quick fixes and other extensions and are not to be trusted. */
export type CommandTable = Partial<Readonly<Record<CommandId, (...args: readonly unknown[]) => unknown>>>;

/** Registers commands so that one that fails is logged and told, and stops nothing else. */
export function registerCommands(table: CommandTable, log: Log): vscode.Disposable {
  const registered = Object.entries(table).map(([id, act]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await act(...args);
      } catch (thrown) {
        log.error('commands', id, thrown);
        const show = l10n.t('Show Log');
        const text = l10n.t('{0} failed: {1}', id, thrown instanceof Error ? thrown.message : String(thrown));
        if ((await vscode.window.showErrorMessage(text, show)) === show)
          await vscode.commands.executeCommand('emolens.showLog');
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
