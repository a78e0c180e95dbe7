import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Problem, ProblemKind } from '../../core/benchmark/problem.ts';
import { problemKindText } from '../../core/words/problemKindText.ts';
import { problemText } from '../../core/words/problemText.ts';
import { commands } from '../ids.ts';
import { problemFile } from '../problemFile.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** Rows below a benchmark that say what is wrong with its data: one group, in it one for each kind, in that the faults. */
export type ProblemNode =
  | { readonly kind: 'problems'; readonly session: BenchmarkSession }
  | {
      readonly kind: 'problemKind';
      readonly session: BenchmarkSession;
      readonly of: ProblemKind;
      readonly count: number;
    }
  | { readonly kind: 'problem'; readonly session: BenchmarkSession; readonly problem: Problem; readonly at: number }
  | {
      readonly kind: 'moreProblems';
      readonly session: BenchmarkSession;
      readonly of: ProblemKind;
      readonly count: number;
    };

/** Faults of one kind that are shown one by one; `emolens inspect --json` has all. */
const most = 200;

/** Whether a row of the tree is one of these. */
export function isProblemNode(node: { readonly kind: string }): node is ProblemNode {
  return (
    node.kind === 'problems' || node.kind === 'problemKind' || node.kind === 'problem' || node.kind === 'moreProblems'
  );
}

/** The group of a benchmark's faults; `undefined` where there are none. */
export function problemGroup(session: BenchmarkSession): ProblemNode | undefined {
  return session.problems.length === 0 ? undefined : { kind: 'problems', session };
}

/** What is below one of these rows. */
export function problemChildren(node: ProblemNode): readonly ProblemNode[] {
  const { session } = node;
  const { problems } = session;
  if (node.kind === 'problems') {
    const counts = new Map<ProblemKind, number>();
    for (const { kind } of problems) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return [...counts].map(([of, count]): ProblemNode => ({ kind: 'problemKind', session, of, count }));
  }
  if (node.kind !== 'problemKind') return [];
  const own = problems.filter(({ kind }) => kind === node.of);
  const rows = own.slice(0, most).map((problem, at): ProblemNode => ({ kind: 'problem', session, problem, at }));
  const more: ProblemNode = { kind: 'moreProblems', session, of: node.of, count: own.length - most };
  return own.length > most ? [...rows, more] : rows;
}

/** How one of these rows looks. A fault leads to its line, or to its portrait. */
export function problemItem(node: ProblemNode): vscode.TreeItem {
  const id = `${node.session.root.toString()}#problems`;
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'problems': {
      const item = new vscode.TreeItem(l10n.t('Problems'), Collapsed);
      item.id = id;
      item.iconPath = new vscode.ThemeIcon('warning');
      item.contextValue = 'problems';
      item.description = String(node.session.problems.length);
      return item;
    }
    case 'problemKind': {
      const item = new vscode.TreeItem(problemKindText(node.of), Collapsed);
      item.id = `${id}/${node.of}`;
      item.contextValue = 'problemKind';
      item.description = String(node.count);
      return item;
    }
    case 'moreProblems': {
      const item = new vscode.TreeItem(l10n.t('and {0} more', node.count), None);
      item.id = `${id}/${node.of}/more`;
      return item;
    }
    case 'problem':
      return oneProblem(node.session, node.problem, `${id}/${node.problem.kind}/${node.at}`);
  }
}

function oneProblem(session: BenchmarkSession, problem: Problem, id: string): vscode.TreeItem {
  const place = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  const item = new vscode.TreeItem(place === '' ? problemText(problem) : place, vscode.TreeItemCollapsibleState.None);
  item.id = id;
  item.contextValue = 'problem';
  item.description = problemText(problem);
  const tooltip = new vscode.MarkdownString();
  item.tooltip = tooltip.appendText(`${place}\n\n${problemText(problem)}`);
  item.accessibilityInformation = { label: `${place}: ${problemText(problem)}` };
  const command = leadTo(session, problem);
  if (command !== undefined) item.command = command;
  return item;
}

/** Tables in which a line is the number of a record, and an editor shows none. */
function isNoText(file: string): boolean {
  return /\.(parquet|xlsx|eval)$/i.test(file);
}

function leadTo(session: BenchmarkSession, problem: Problem): vscode.Command | undefined {
  const title = l10n.t('Open');
  if (problem.line !== undefined && !isNoText(problem.file)) {
    const at = new vscode.Position(problem.line - 1, 0);
    const uri = problemFile(session.root, problem.file);
    return { command: 'vscode.open', title, arguments: [uri, { selection: new vscode.Range(at, at) }] };
  }
  if (problem.item === undefined || session.item(problem.item) === undefined) return undefined;
  const named = { root: session.root.toString(), item: problem.item };
  return { command: commands.openPortrait, title, arguments: [named] };
}
