import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { GroupChoice } from '../../protocol/views.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { setting } from '../settings.ts';
import { groupChoices } from './groupChoices.ts';
import { groupFieldsFrom } from './groupSetting.ts';

type Row = vscode.QuickPickItem & { readonly field: string | undefined };

/** Asks by which field portraits are put together, and by which one inside each group; `undefined` when a person thinks better of it. */
export async function pickGroups(session: BenchmarkSession): Promise<readonly string[] | undefined> {
  const choices = groupChoices(session);
  const now = groupFieldsFrom(setting('groupBy', session.root));
  const first = await pick(l10n.t('Group By (1 of 2)'), rows(choices, now[0]));
  if (first?.field === undefined) return undefined;
  const others = choices.filter(({ field }) => field !== first.field);
  const none: Row = { label: l10n.t('No second level'), field: undefined };
  const second = await pick(l10n.t('Then By (2 of 2)'), [none, ...rows(others, now[1])]);
  if (second === undefined) return undefined;
  return second.field === undefined ? [first.field] : [first.field, second.field];
}

function rows(choices: readonly GroupChoice[], now: string | undefined): Row[] {
  return choices.map(({ field, text, groups }) => ({
    label: text,
    description: [countText(groups), ...(field === now ? [l10n.t('now')] : [])].join(' · '),
    field,
  }));
}

function countText(groups: number): string {
  return groups === 1 ? l10n.t('1 group') : l10n.t('{0} groups', groups);
}

function pick(title: string, all: readonly Row[]): Thenable<Row | undefined> {
  return vscode.window.showQuickPick(all, { title, matchOnDescription: true, ignoreFocusOut: true });
}
