/** How a {@link PageCache} gets its rows and whom it tells. */
export interface PageSource<Row, Answer extends { readonly total: number; readonly cards: readonly Row[] }> {
  /** Rows from `start` (included) to `end` (excluded). */
  fetch(start: number, end: number): Promise<Answer>;
  /** Called with each answer that still counts, after its rows are in the cache. */
  onAnswer(answer: Answer): void;
  /** Called when the newest state of the listing could not be had. */
  onError(error: Error): void;
}

interface Page<Row> {
  rows: readonly Row[];
  generation: number;
}

const pageSize = 100;
const pagesKept = 60;
const requestsAtOnce = 2;

/**
 * Rows of a listing that lives on the host, a page at a time. The least recently used pages go first. Answers to a listing
 * that is no longer asked for are dropped; rows of an older state stay readable until newer ones replace them.
 */
export class PageCache<Row, Answer extends { readonly total: number; readonly cards: readonly Row[] }> {
  readonly #source: PageSource<Row, Answer>;
  readonly #pages = new Map<number, Page<Row>>();
  readonly #inFlight = new Map<number, Promise<void>>();
  #wanted: number[] = [];
  #generation = 0;
  #halted = false;

  constructor(source: PageSource<Row, Answer>) {
    this.#source = source;
  }

  /** The row at an index, or `undefined` while it is not here. */
  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.rows[index % pageSize];
  }

  /** Says which rows are in view now; what is missing or old is asked for, and what was waiting for an earlier view is not. */
  want(start: number, end: number): void {
    this.#wanted = [];
    for (let page = Math.floor(start / pageSize); page * pageSize < end; page++) {
      this.#touch(page);
      if (!this.#isFresh(page)) this.#wanted.push(page);
    }
    this.#pump();
  }

  /** All rows from `start` to `end`, asked for where they are not here; shorter when the listing is. Rejects when the host does. */
  async rows(start: number, end: number): Promise<Row[]> {
    for (let page = Math.floor(start / pageSize); page * pageSize < end; page++) {
      if (!this.#isFresh(page)) await (this.#inFlight.get(page) ?? this.#load(page));
    }
    const found: Row[] = [];
    for (let index = start; index < end; index++) {
      const row = this.row(index);
      if (row !== undefined) found.push(row);
    }
    return found;
  }

  /** The listing may have changed: everything is asked for anew when next wanted. `forget` drops the rows at once. */
  invalidate(forget: boolean): void {
    this.#generation++;
    this.#halted = false;
    this.#inFlight.clear();
    this.#wanted = [];
    if (forget) this.#pages.clear();
  }

  /** Replaces rows that are here; `change` gives `undefined` for a row that stays as it is. */
  patch(change: (row: Row) => Row | undefined): void {
    for (const page of this.#pages.values()) page.rows = page.rows.map((row) => change(row) ?? row);
  }

  #isFresh(page: number): boolean {
    return this.#pages.get(page)?.generation === this.#generation;
  }

  #touch(page: number): void {
    const kept = this.#pages.get(page);
    if (kept === undefined) return;
    this.#pages.delete(page);
    this.#pages.set(page, kept);
  }

  #pump(): void {
    while (!this.#halted && this.#inFlight.size < requestsAtOnce) {
      const page = this.#wanted.shift();
      if (page === undefined) return;
      if (this.#inFlight.has(page) || this.#isFresh(page)) continue;
      this.#load(page).catch((error: unknown) => {
        this.#source.onError(error instanceof Error ? error : new Error(String(error)));
      });
    }
  }

  #load(page: number): Promise<void> {
    const generation = this.#generation;
    const loading = this.#source.fetch(page * pageSize, (page + 1) * pageSize).then(
      (answer) => {
        if (generation !== this.#generation) return;
        this.#inFlight.delete(page);
        this.#store(page, answer);
        this.#source.onAnswer(answer);
        this.#pump();
      },
      (error: unknown) => {
        if (generation !== this.#generation) return;
        this.#inFlight.delete(page);
        // Asking on and on while the host is down would only repeat the same error.
        this.#halted = true;
        throw error;
      },
    );
    this.#inFlight.set(page, loading);
    return loading;
  }

  #store(page: number, answer: Answer): void {
    this.#pages.delete(page);
    this.#pages.set(page, { rows: answer.cards, generation: this.#generation });
    for (const key of [...this.#pages.keys()]) {
      if (key * pageSize >= answer.total || this.#pages.size > pagesKept) this.#pages.delete(key);
    }
  }
}
