import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SavedView } from '../../core/query/viewsFile.ts';
import { commands } from '../ids.ts';
import { type Galleries, noFilter } from '../pages/galleries.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { TreeNode } from '../tree/treeNodes.ts';
import type { SavedViews } from '../views/savedViews.ts';
import type { ViewCount } from '../views/viewCounts.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';
import { sessionOf } from './target.ts';

/** Saving, opening and changing views; from the palette the view is picked from a list. */
export function viewCommands(workbench: Workbench, galleries: Galleries, views: SavedViews): CommandTable {
  const target = async (at: unknown): Promise<Target | undefined> => {
    const session = sessionOf(workbench, at);
    if (session === undefined) return undefined;
    const name = nameOf(at) ?? (await pickView(session, views));
    const view = views.of(session).find((one) => one.name === name);
    return view && { session, view };
  };
  return {
    [commands.saveView]: async (at) => {
      const session = sessionOf(workbench, at);
      if (session === undefined) return;
      const listing = galleries.listingOf(session) ?? { filter: noFilter, sort: 'name' };
      await views.save(session, listing);
    },
    [commands.openView]: async (at) => {
      const found = await target(at);
      if (found === undefined) return;
      const { session, view } = found;
      galleries.show(session).show({
        filter: { ...noFilter, query: view.query },
        sort: view.sort,
        group: [...(view.group ?? [])],
      });
    },
    [commands.renameView]: async (at) => {
      const found = await target(at);
      if (found !== undefined) await views.rename(found.session, found.view.name);
    },
    [commands.deleteView]: async (at) => {
      const found = await target(at);
      if (found === undefined) return;
      const remove = l10n.t('Delete');
      const text = l10n.t('Delete the view "{0}"? No portrait and no answer is touched.', found.view.name);
      const answer = await vscode.window.showWarningMessage(text, { modal: true }, remove);
      if (answer === remove) await views.remove(found.session, found.view.name);
    },
    [commands.editViews]: async (at) => {
      const session = sessionOf(workbench, at);
      if (session !== undefined) await views.edit(session);
    },
  };
}

interface Target {
  readonly session: BenchmarkSession;
  readonly view: SavedView;
}

/** The view of a row of the tree, or one that a script names. */
function nameOf(at: unknown): string | undefined {
  if (typeof at !== 'object' || at === null) return undefined;
  if ('kind' in at) return (at as TreeNode).kind === 'view' ? (at as TreeNode & { kind: 'view' }).view.name : undefined;
  return 'view' in at && typeof at.view === 'string' ? at.view : undefined;
}

/** While it is not known how many they are, nothing is said of that. */
function countText(count: ViewCount): string {
  return count === 'counting' ? '' : l10n.t('{0} portraits', count ?? 0);
}

async function pickView(session: BenchmarkSession, views: SavedViews): Promise<string | undefined> {
  const rows = views.of(session).map((view) => ({
    label: view.name,
    description: view.query,
    detail: countText(views.countOf(session, view)),
  }));
  if (rows.length === 0) {
    void vscode.window.showInformationMessage(l10n.t('There are no saved views yet. Save one from the gallery.'));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(rows, { title: l10n.t('Views'), matchOnDescription: true });
  return picked?.label;
}
