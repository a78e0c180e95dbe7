import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Items } from '../core/benchmark/item.ts';
import { queryErrorText } from '../core/words/queryText.ts';
import type { BenchmarkSession } from './session/session.ts';

/** Asks for a query that finds something, and says while it is typed how much. `undefined` where the person turns away. */
export async function askQuery(
  session: BenchmarkSession,
  title: string,
): Promise<{ readonly items: Items; readonly where: string } | undefined> {
  const where = await vscode.window.showInputBox({
    title,
    placeHolder: 'label:angry review:none',
    ignoreFocusOut: true,
    validateInput: async (text) => {
      const found = await session.select(text);
      if (!found.ok) return queryErrorText(found.error);
      return found.value.length > 0
        ? { message: l10n.t('{0} portraits', found.value.length), severity: vscode.InputBoxValidationSeverity.Info }
        : l10n.t('No portrait matches.');
    },
  });
  const found = where === undefined ? undefined : await session.select(where);
  return where !== undefined && found?.ok === true ? { items: found.value, where } : undefined;
}
