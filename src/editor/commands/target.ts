import * as vscode from 'vscode';
import type { Items } from '../../core/benchmark/item.ts';
import type { ErrorPlace } from '../errors/diagnostics.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { itemsBelowAll, type TreeNode } from '../tree/treeNodes.ts';
import type { Workbench } from '../workbench.ts';

/** What a command is about: portraits of one benchmark, and the outcome where one was named. */
export interface Target {
  readonly session: BenchmarkSession;
  readonly items: Items;
  readonly outcome?: { readonly run: string; readonly stage: string };
}

/** A portrait named by scripts and tests: a benchmark's folder (the active one where absent) and the portrait's id. */
export interface NamedPortrait {
  readonly root?: string;
  readonly item: string;
}

/**
 * What a command was called on: rows of the tree, an error's quick fix, a named portrait, or, from the palette, the
 * window's current portrait.
 */
export async function targetOf(workbench: Workbench, first: unknown, all?: unknown): Promise<Target | undefined> {
  if (Array.isArray(all) && all.length > 1 && all.every(isTreeNode)) return nodesTarget(all);
  if (isTreeNode(first)) return nodesTarget([first]);
  if (isNamed(first)) return namedTarget(workbench, first);
  const { current } = workbench;
  const item = current?.session.item(current.id);
  return current && item && { session: current.session, items: [item] };
}

/** As {@link targetOf}, but from the palette the whole selection of the view that was used last. */
export async function selectionOf(workbench: Workbench, first: unknown, all?: unknown): Promise<Target | undefined> {
  if (first !== undefined) return targetOf(workbench, first, all);
  if (workbench.selection !== undefined) return workbench.selection;
  const { current } = workbench;
  return current && { session: current.session, items: [] };
}

/** The benchmark that a command is about: the row's, the folder's, or the active one. */
export function sessionOf(workbench: Workbench, first: unknown): BenchmarkSession | undefined {
  if (isTreeNode(first)) return first.session;
  if (first instanceof vscode.Uri) return workbench.sessionOf(first);
  return workbench.activeSession;
}

async function nodesTarget(nodes: readonly TreeNode[]): Promise<Target | undefined> {
  const session = nodes[0]?.session;
  if (session === undefined) return undefined;
  return { session, items: await itemsBelowAll(nodes.filter((node) => node.session === session)) };
}

function namedTarget(workbench: Workbench, named: NamedPortrait & Partial<ErrorPlace>): Target | undefined {
  const session =
    named.root === undefined ? workbench.activeSession : workbench.sessionOf(vscode.Uri.parse(named.root));
  const item = session?.item(named.item);
  if (session === undefined || item === undefined) return undefined;
  const { run, stage } = named;
  return { session, items: [item], outcome: run === undefined || stage === undefined ? undefined : { run, stage } };
}

function isTreeNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'session' in value;
}

function isNamed(value: unknown): value is NamedPortrait & Partial<ErrorPlace> {
  return typeof value === 'object' && value !== null && 'item' in value && typeof value.item === 'string';
}
