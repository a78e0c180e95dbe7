import type { ItemTable } from '../../core/benchmark/itemTable.ts';
import { workedOff } from '../../core/turns.ts';
import { pacer } from '../../platform/node/pacer.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { setting } from '../settings.ts';
import { groupFieldsFrom } from './groupSetting.ts';
import { type BenchmarkNode, SessionRows } from './treeNodes.ts';

interface Kept {
  readonly rows: SessionRows;
  readonly table: ItemTable;
  readonly revision: number;
  readonly grouping: number;
}

/** The rows of each open benchmark, made anew, in turns, when they are asked for and are no longer what the benchmark is. */
export class KeptRows {
  readonly #roots = new WeakMap<BenchmarkSession, BenchmarkNode>();
  readonly #kept = new WeakMap<BenchmarkSession, Kept>();
  readonly #making = new WeakMap<BenchmarkSession, Promise<SessionRows>>();
  #grouping = 0;

  /** The row of a benchmark itself, which stays the same. */
  root(session: BenchmarkSession): BenchmarkNode {
    const root = this.#roots.get(session) ?? { kind: 'benchmark', session };
    this.#roots.set(session, root);
    return root;
  }

  /** The rows that were made last, which the tree shows, whatever became of the benchmark since. */
  shown(session: BenchmarkSession): SessionRows | undefined {
    return this.#kept.get(session)?.rows;
  }

  /** Rows of what the benchmark is now, or of what it was when making them began: what changes after that is told, and asked for again. */
  async of(session: BenchmarkSession): Promise<SessionRows> {
    const making = this.#making.get(session);
    if (making !== undefined) {
      await making;
      return this.of(session);
    }
    const kept = this.#kept.get(session);
    if (kept !== undefined && this.#isUpToDate(kept, session)) return kept.rows;
    const made = this.#make(session);
    this.#making.set(session, made);
    return made;
  }

  /** Portraits are grouped by something else from now on. */
  regroup(): void {
    this.#grouping++;
  }

  #isUpToDate({ rows, table, revision, grouping }: Kept, session: BenchmarkSession): boolean {
    return grouping === this.#grouping && table === session.table && (!rows.changes || revision === session.revision);
  }

  async #make(session: BenchmarkSession): Promise<SessionRows> {
    const { table, revision } = session;
    const grouping = this.#grouping;
    const fields = groupFieldsFrom(setting('groupBy', session.root));
    try {
      const rows = await workedOff(SessionRows.below(this.root(session), fields), pacer());
      this.#kept.set(session, { rows, table, revision, grouping });
      return rows;
    } finally {
      this.#making.delete(session);
    }
  }
}
