import { isChanging } from '../../core/query/groupCodes.ts';
import { groupAll, type GroupNode, type Groups } from '../../core/query/groupPlaces.ts';
import type { Item, Items } from '../../core/benchmark/item.ts';
import type { ItemTable } from '../../core/benchmark/itemTable.ts';
import type { SavedView } from '../../core/query/viewsFile.ts';
import { PlaceList } from '../../core/query/placeList.ts';
import type { Turns } from '../../core/turns.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { ViewCount } from '../views/viewCounts.ts';
import { isProblemNode, type ProblemNode } from './problemRows.ts';

/** A row of the tree: a benchmark, a group of its portraits, a portrait, the saved views, or what is wrong with the data. */
export type TreeNode = BenchmarkNode | GroupTreeNode | PortraitNode | ViewsNode | ViewNode | ProblemNode;

/** The root of one open benchmark. */
export interface BenchmarkNode {
  readonly kind: 'benchmark';
  readonly session: BenchmarkSession;
}

/** A group on any level. */
export interface GroupTreeNode {
  readonly kind: 'group';
  readonly session: BenchmarkSession;
  /** Of which the group has places: the session may have another one by now. */
  readonly table: ItemTable;
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

/** The saved views of a benchmark. */
export interface ViewsNode {
  readonly kind: 'views';
  readonly session: BenchmarkSession;
  readonly views: readonly SavedView[];
  readonly parent: BenchmarkNode;
}

/** A saved view. */
export interface ViewNode {
  readonly kind: 'view';
  readonly session: BenchmarkSession;
  readonly view: SavedView;
  readonly count: ViewCount;
  readonly parent: ViewsNode;
}

/** Siblings above this number have made VS Code's tree unusable; see microsoft/vscode#230361. */
const maxChildren = 500;

/**
 * The rows of one benchmark, grouped, as it is at one moment. Rows are made when their parent is opened, and keep their identity
 * until the items or the grouping change.
 */
export class SessionRows {
  readonly #root: BenchmarkNode;
  readonly #table: ItemTable;
  readonly #by: readonly string[];
  readonly #groups: Groups;
  readonly #made = new Map<TreeNode, readonly TreeNode[]>();

  private constructor(root: BenchmarkNode, table: ItemTable, by: readonly string[], groups: Groups) {
    this.#root = root;
    this.#table = table;
    this.#by = by;
    this.#groups = groups;
  }

  /** Groups the portraits of a benchmark below its row, yielding now and then: there may be very many of them, and as many groups. */
  static *below(root: BenchmarkNode, groupBy: readonly string[]): Turns<SessionRows> {
    const { table, columns } = root.session;
    // A level on which all portraits lie in one group that has no name says nothing.
    const fields = groupBy.filter(
      (field) => isChanging(field) || field === 'folder' || saysSomething(field, root.session),
    );
    const by = fields.length > 0 ? fields : groupBy.slice(0, 1);
    return new SessionRows(root, table, by, yield* groupAll(by, columns, maxChildren));
  }

  /** Whether outcomes and verdicts move portraits from group to group. */
  get changes(): boolean {
    return this.#by.some(isChanging);
  }

  children(node: TreeNode): readonly TreeNode[] {
    const known = this.#made.get(node);
    if (known !== undefined) return known;
    const made = this.#childrenOf(node);
    this.#made.set(node, made);
    return made;
  }

  /** All portraits in the order in which the tree shows them. */
  get order(): PlaceList {
    return new PlaceList(this.#table, this.#groups.order);
  }

  /** The row of a portrait, with all rows above it; `undefined` where the benchmark does not have it. */
  portrait(id: string): PortraitNode | undefined {
    const place = this.#table.indexOf(id);
    if (place < 0) return undefined;
    let rows = this.children(this.#root);
    for (;;) {
      const found = rows.find((row) =>
        row.kind === 'portrait' ? row.item.id === id : row.kind === 'group' && row.group.places.includes(place),
      );
      if (found === undefined || found.kind === 'portrait') return found;
      rows = this.children(found);
    }
  }

  #childrenOf(parent: TreeNode): readonly TreeNode[] {
    if (parent.kind !== 'benchmark' && parent.kind !== 'group') return [];
    const { session } = parent;
    // A row that was made of an older table goes on with that until the tree has the new ones.
    const table = parent.kind === 'group' ? parent.table : this.#table;
    const groups = parent.kind === 'benchmark' ? this.#groups.nodes : parent.group.children;
    if (groups.length > 0 || parent.kind === 'benchmark') {
      return groups.map((group): GroupTreeNode => ({ kind: 'group', session, table, group, parent }));
    }
    return Array.from(parent.group.places, (place): PortraitNode => {
      return { kind: 'portrait', session, item: table.at(place)!, parent };
    });
  }
}

function saysSomething(field: string, { columns, table }: BenchmarkSession): boolean {
  return field === 'problem' ? columns.faulty.includes(1) : table.column(field) !== undefined;
}

/** All portraits at or below rows of one benchmark, each once, in the order of the rows. */
export async function itemsBelowAll(nodes: readonly TreeNode[]): Promise<Items> {
  const found = new Map<TreeNode, Items>();
  for (const node of nodes) if (node.kind === 'view') found.set(node, await itemsOfView(node));
  return itemsAt(nodes, (node) => found.get(node) ?? []);
}

/** The same for rows of which none is a view: what that finds is not known at once. */
export function itemsAt(nodes: readonly TreeNode[], itemsOfView: (node: ViewNode) => Items = () => []): Items {
  const [first, ...others] = nodes;
  if (first === undefined) return [];
  if (others.length === 0) return itemsBelow(first, itemsOfView);
  const { table } = first.session;
  return PlaceList.once(
    table,
    nodes.map((node) => placesIn(table, itemsBelow(node, itemsOfView))),
  );
}

async function itemsOfView({ session, view }: ViewNode): Promise<Items> {
  const found = await session.select(view.query);
  return found.ok ? found.value : [];
}

function itemsBelow(node: TreeNode, itemsOfView: (node: ViewNode) => Items): Items {
  if (node.kind === 'portrait') return [node.item];
  if (node.kind === 'views' || isProblemNode(node)) return [];
  const { session } = node;
  if (node.kind === 'benchmark') return session.table;
  return node.kind === 'group' ? new PlaceList(node.table, node.group.places) : itemsOfView(node);
}

/** What a table does not have (any more) is left out. */
function placesIn(table: ItemTable, items: Items): Uint32Array {
  if (items === table) return PlaceList.all(table).places;
  if (items instanceof PlaceList && items.table === table) return items.places;
  return Uint32Array.from(items.map(({ id }) => table.indexOf(id)).filter((place) => place >= 0));
}
