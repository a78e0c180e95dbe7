import type { SavedView } from '../../core/query/viewsFile.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** How many portraits a view finds: not known yet, or `undefined` where its query is not understood. */
export type ViewCount = number | 'counting' | undefined;

/** What was counted is told together, ms: a row that is drawn for each view would be drawn for a long time. */
const tellEveryMs = 300;
/** While much happens, what was counted is old at once: it is counted anew after this long, ms. */
const restMs = 1000;

/**
 * Counts what the saved views of a benchmark find, one after the other and in turns, because there may be thousands of them. What was
 * counted before something changed stays until it is counted anew.
 */
export class ViewCounts {
  readonly #counts = new WeakMap<SavedView, { readonly revision: number; readonly count: ViewCount }>();
  readonly #counting = new Map<BenchmarkSession, Set<SavedView>>();
  readonly #tell: (session: BenchmarkSession) => void;
  #isDisposed = false;

  constructor(tell: (session: BenchmarkSession) => void) {
    this.#tell = tell;
  }

  /** What is known; what is not, or not any more, is counted. */
  of(session: BenchmarkSession, view: SavedView): ViewCount {
    const known = this.#counts.get(view);
    if (known?.revision !== session.revision) this.#want(session, view);
    return known === undefined ? 'counting' : known.count;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#counting.clear();
  }

  #want(session: BenchmarkSession, view: SavedView): void {
    const wanted = this.#counting.get(session);
    if (wanted !== undefined) return void wanted.add(view);
    this.#counting.set(session, new Set([view]));
    // The row that asks is being drawn: what all of them ask for comes first.
    setImmediate(() => void this.#count(session));
  }

  async #count(session: BenchmarkSession): Promise<void> {
    const wanted = this.#counting.get(session) ?? new Set<SavedView>();
    const views = [...wanted];
    wanted.clear();
    let told = performance.now();
    let isNews = false;
    for (const view of views) {
      if (this.#isDisposed) return;
      isNews = (await this.#countOne(session, view)) || isNews;
      if (isNews && performance.now() - told > tellEveryMs) {
        told = performance.now();
        isNews = false;
        this.#tell(session);
      }
    }
    if (isNews) this.#tell(session);
    setTimeout(() => {
      this.#counting.delete(session);
      if (!this.#isDisposed) for (const view of wanted) this.#want(session, view);
    }, restMs);
  }

  /** Whether it is another number than before. */
  async #countOne(session: BenchmarkSession, view: SavedView): Promise<boolean> {
    const { revision } = session;
    const found = await session.select(view.query);
    const count = found.ok ? found.value.length : undefined;
    const before = this.#counts.get(view);
    this.#counts.set(view, { revision, count });
    return before === undefined || before.count !== count;
  }
}
