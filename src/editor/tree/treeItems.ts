import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { unreadText } from '../../core/words/cautionText.ts';
import { findingText, labelText, numberText } from '../../core/words/findingText.ts';
import { groupValueText } from '../../core/words/groupText.ts';
import { standingText, verdictText } from '../../core/words/standingText.ts';
import type { Dossier } from '../../core/review/dossier.ts';
import { isError } from '../../core/review/standing.ts';
import { commands } from '../ids.ts';
import { portraitUri } from './portraitUri.ts';
import { isProblemNode, problemItem } from './problemRows.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { ViewCount } from '../views/viewCounts.ts';
import type { BenchmarkNode, GroupTreeNode, PortraitNode, TreeNode, ViewNode, ViewsNode } from './treeNodes.ts';

/** How a row looks. Tooltips are made only when they are asked for. */
export function treeItemOf(node: TreeNode): vscode.TreeItem {
  if (isProblemNode(node)) return problemItem(node);
  switch (node.kind) {
    case 'benchmark':
      return benchmarkItem(node);
    case 'group':
      return groupItem(node);
    case 'portrait':
      return portraitItem(node);
    case 'views':
      return viewsItem(node);
    case 'view':
      return viewItem(node);
  }
}

function benchmarkItem(node: BenchmarkNode): vscode.TreeItem {
  const { benchmark, openErrors, root } = node.session;
  const item = new vscode.TreeItem(benchmark.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = root.toString();
  item.iconPath = new vscode.ThemeIcon('library');
  item.contextValue = 'benchmark';
  const portraits = l10n.t('{0} portraits', benchmark.items.length);
  item.description = openErrors === 0 ? portraits : `${portraits} · ✗ ${openErrors}`;
  const errors = l10n.t('{0} open errors', openErrors);
  item.accessibilityInformation = { label: [benchmark.name, portraits, errors].join(', ') };
  return item;
}

function viewsItem({ session, views }: ViewsNode): vscode.TreeItem {
  const item = new vscode.TreeItem(l10n.t('Views'), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `${session.root.toString()}#views`;
  item.iconPath = new vscode.ThemeIcon('bookmark');
  item.contextValue = 'savedViews';
  item.description = String(views.length);
  return item;
}

function viewItem(node: ViewNode): vscode.TreeItem {
  const { session, view, count } = node;
  const item = new vscode.TreeItem(view.name, vscode.TreeItemCollapsibleState.None);
  item.id = `${session.root.toString()}#views#${view.name}`;
  item.iconPath = new vscode.ThemeIcon(count === undefined ? 'warning' : 'filter');
  item.contextValue = 'savedView';
  item.description = viewCountText(count);
  item.tooltip = view.query === '' ? l10n.t('All portraits') : view.query;
  const found = typeof count === 'number' ? l10n.t('{0} portraits', count) : viewCountText(count);
  item.accessibilityInformation = { label: `${view.name}, ${found}` };
  item.command = { command: commands.openView, title: l10n.t('Open View'), arguments: [node] };
  return item;
}

function viewCountText(count: ViewCount): string {
  if (count === 'counting') return '…';
  return count === undefined ? l10n.t('the query is not understood') : String(count);
}

function groupItem(node: GroupTreeNode): vscode.TreeItem {
  const { group, session } = node;
  const count = group.places.length;
  const name = group.by === 'range' ? (group.value ?? '') : groupValueText(group.by, group.value);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${session.root.toString()}#${group.key}`;
  item.contextValue = 'group';
  const errors = openErrorsAt(group.places, session);
  item.description = errors === 0 ? String(count) : `${count} · ✗ ${errors}`;
  item.tooltip = errors === 0 ? undefined : l10n.t('{0} portraits, {1} with an open error', count, errors);
  item.accessibilityInformation = { label: l10n.t('{0}, {1} portraits, {2} open errors', name, count, errors) };
  return item;
}

function openErrorsAt(places: Uint32Array, { columns, openErrors }: BenchmarkSession): number {
  if (openErrors === 0) return 0;
  const { open } = columns;
  let errors = 0;
  // A place of an older table may lie behind the end of this one.
  for (let i = 0; i < places.length; i++) errors += open[places[i]!] ?? 0;
  return errors;
}

function portraitItem(node: PortraitNode): vscode.TreeItem {
  const { session, item: portrait } = node;
  const dossier = session.dossier(portrait);
  const item = new vscode.TreeItem(shortName(node), vscode.TreeItemCollapsibleState.None);
  item.id = `${session.root.toString()}#${node.parent.group.key}#${portrait.id}`;
  item.resourceUri = portraitUri(session.root, portrait.id);
  item.description = [labelText(portrait), ...saidOf(dossier, session.isAsking(portrait.id))].join('   ');
  item.contextValue = contextValueOf(dossier);
  item.accessibilityInformation = { label: `${portrait.id}, ${item.description}` };
  return item;
}

/**
 * What tells a portrait from its neighbours: below a generator and a label that is the prompt number, with the prompted
 * emotion where people perceived another one; anywhere else it is the file name.
 */
function shortName({ item, parent }: PortraitNode): string {
  const name = item.path.slice(item.path.lastIndexOf('/') + 1).replace(/\.[a-z0-9]+$/i, '');
  if (item.prompt === undefined || item.generator === undefined) return name;
  if (!isBelow(parent, 'generator') || !isBelow(parent, 'label')) return name;
  return item.prompted === undefined || item.prompted === item.label ? item.prompt : `${item.prompted} ${item.prompt}`;
}

function isBelow(node: GroupTreeNode, field: string): boolean {
  if (node.group.by === field) return true;
  return node.group.by !== 'range' && node.parent.kind === 'group' && isBelow(node.parent, field);
}

function saidOf(dossier: Dossier, asking: boolean): readonly string[] {
  if (asking) return [standingText('asking').sign];
  return dossier.runs.slice(-3).map(({ headline }) => findingText(headline));
}

function contextValueOf(dossier: Dossier): string {
  const facets = ['portrait'];
  if (dossier.runs.length > 0) facets.push('asked');
  if (dossier.open) facets.push('open');
  if (dossier.verdicts.length > 0) facets.push('reviewed');
  return facets.join('+');
}

/** The hover of a benchmark: what it was taken for, what was inferred, and what is wrong with it. */
export function benchmarkTooltip({ session }: BenchmarkNode): vscode.MarkdownString {
  const { format, descriptor, labels, generators, scales, unread } = session.benchmark;
  const lines = [
    session.root.fsPath,
    l10n.t('Layout: {0}', format),
    l10n.t('Labels: {0}', labels.join(', ')),
    ...(generators.length === 0 ? [] : [l10n.t('Generators: {0}', generators.length)]),
    ...(descriptor.fileName === undefined ? [] : [l10n.t('File names read as {0}', descriptor.fileName)]),
    ...Object.entries(descriptor.columns ?? {}).map(([role, column]) => l10n.t('Column {0} read as {1}', column, role)),
    ...Object.entries(scales).map(([name, scale]) =>
      l10n.t('{0} from {1} to {2}', name, numberText(scale.min), numberText(scale.max)),
    ),
    ...(unread ? [unreadText(unread)] : []),
    l10n.t('{0} problems in the data', session.problems.length),
  ];
  const hover = new vscode.MarkdownString();
  for (const line of lines) hover.appendText(line).appendMarkdown('\n\n');
  return hover;
}

/** Badge and colour of a portrait's row: an open error, a judged one, or nothing. */
export function portraitDecoration(dossier: Dossier): vscode.FileDecoration | undefined {
  const worst = dossier.runs.find(({ headline }) => isError(headline.standing) && headline.verdict === undefined);
  if (worst !== undefined) {
    const { sign, word } = standingText(worst.headline.standing);
    const colour = new vscode.ThemeColor('list.errorForeground');
    return new vscode.FileDecoration(sign, `${worst.run.model}: ${word}`, colour);
  }
  const verdict = dossier.verdicts[0];
  if (verdict !== undefined) {
    const by = l10n.t('{0}, says {1}', verdictText(verdict.kind), verdict.author);
    return new vscode.FileDecoration('●', by, new vscode.ThemeColor('descriptionForeground'));
  }
  return undefined;
}
