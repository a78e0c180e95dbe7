import type { GroupNode } from '../../core/benchmark/groups.ts';
import { groupItems } from '../../core/benchmark/groups.ts';
import type { Item, Items } from '../../core/benchmark/item.ts';
import type { BenchmarkSession } from '../session.ts';
import { isProblemNode, type ProblemNode } from './problemRows.ts';

/** A row of the tree: a benchmark, a group of its portraits, a portrait, or what is wrong with the data. */
export type TreeNode = BenchmarkNode | GroupTreeNode | PortraitNode | ProblemNode;

/** The root of one open benchmark. */
export interface BenchmarkNode {
  readonly kind: 'benchmark';
  readonly session: BenchmarkSession;
}

/** A group on any level. */
export interface GroupTreeNode {
  readonly kind: 'group';
  readonly session: BenchmarkSession;
  readonly group: GroupNode;
  readonly parent: BenchmarkNode | GroupTreeNode;
}

/** A portrait. */
export interface PortraitNode {
  readonly kind: 'portrait';
  readonly session: BenchmarkSession;
  readonly item: Item;
  readonly parent: GroupTreeNode;
}

/** Siblings above this number have made VS Code's tree unusable; see microsoft/vscode#230361. */
const maxChildren = 500;

/** The rows of one benchmark, grouped; nodes keep their identity until the items or the grouping change. */
export class SessionRows {
  readonly root: BenchmarkNode;
  readonly #children = new Map<TreeNode, readonly TreeNode[]>();
  readonly #portraits = new Map<string, PortraitNode>();

  constructor(session: BenchmarkSession, groupBy: 'generator' | 'emotion') {
    this.root = { kind: 'benchmark', session };
    const { generators, labels } = session.benchmark;
    const both = groupBy === 'generator' ? (['generator', 'label'] as const) : (['label', 'generator'] as const);
    const fields = both.filter((field) => (field === 'generator' ? generators : labels).length > 0);
    this.#add(this.root, groupItems(session.benchmark.items, fields.length > 0 ? fields : both, maxChildren));
  }

  children(node: TreeNode): readonly TreeNode[] {
    return this.#children.get(node) ?? [];
  }

  /** All portraits in the order in which the tree shows them. */
  get order(): Items {
    return [...this.#portraits.values()].map(({ item }) => item);
  }

  portrait(id: string): PortraitNode | undefined {
    return this.#portraits.get(id);
  }

  #add(parent: BenchmarkNode | GroupTreeNode, groups: readonly GroupNode[]): void {
    const { session } = parent;
    const nodes = groups.map((group): GroupTreeNode => ({ kind: 'group', session, group, parent }));
    this.#children.set(parent, nodes);
    for (const node of nodes) {
      if (node.group.children.length > 0) this.#add(node, node.group.children);
      else this.#addPortraits(node);
    }
  }

  #addPortraits(parent: GroupTreeNode): void {
    const nodes = parent.group.items.map((item): PortraitNode => ({
      kind: 'portrait',
      session: parent.session,
      item,
      parent,
    }));
    this.#children.set(parent, nodes);
    for (const node of nodes) this.#portraits.set(node.item.id, node);
  }
}

/** All portraits at or below a row. */
export function itemsBelow(node: TreeNode): Items {
  if (isProblemNode(node)) return [];
  if (node.kind === 'portrait') return [node.item];
  if (node.kind === 'benchmark') return node.session.benchmark.items;
  return groupItemsBelow(node.group);
}

function groupItemsBelow(group: GroupNode): Items {
  return group.children.length > 0 ? group.children.flatMap((child) => [...groupItemsBelow(child)]) : group.items;
}
