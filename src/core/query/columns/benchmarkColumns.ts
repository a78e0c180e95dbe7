import type { ItemTable } from '../../benchmark/itemTable.ts';
import type { Problem } from '../../benchmark/problem.ts';
import type { ReviewBook } from '../../review/reviewBook.ts';
import { isError, standings } from '../../review/standing.ts';
import { verdictKind } from '../../review/verdict.ts';
import { Bits } from '../bits.ts';
import type { RunColumns } from './runColumns.ts';

/** What {@link BenchmarkColumns} are made of. */
export interface ColumnSources {
  readonly table: ItemTable;
  /** In the order they were made. */
  readonly runs: readonly RunColumns[];
  readonly book: ReviewBook;
  readonly problems: readonly Problem[];
}

/** By place in `standings` plus 1: whether it is an error that a person should look at. */
const errorCodes = Uint8Array.of(0, ...standings.map((one) => Number(isError(one))));
/** What is counted of an item, one bit each. */
export const countedBits = { wrong: 1, refused: 2, open: 4, reviewed: 8 } as const;
/** By place in `standings` plus 1: what of that a standing is. */
const standingBits = Uint8Array.of(
  0,
  ...standings.map((one) => (one === 'wrong' || one === 'refused' ? countedBits[one] : 0)),
);

/**
 * All that a list, a count, a group or a query has to know of every item, by the item's place: what the runs said in the end and
 * what people said of that. The same as the dossiers would say, without making one.
 */
export class BenchmarkColumns {
  readonly table: ItemTable;
  readonly runs: readonly RunColumns[];
  /** The worst standing of the runs that count: place in `standings`, plus 1; 0 where none was asked. */
  readonly worst: Uint8Array;
  /** 1 where some run's word is an error that nobody has judged. */
  readonly open: Uint8Array;
  /** Verdicts in force, on the portrait or on outcomes of it: bit `n` for place `n` in `verdictKind.options`. */
  readonly verdicts: Uint8Array;
  /** The {@link countedBits}: a run that counts is wrong or refused, an error is open, a verdict is in force. */
  readonly counted: Uint8Array;
  readonly #book: ReviewBook;
  readonly #problems: readonly Problem[];
  /** Of runs whose key a later run has too: 1 where that one was not asked, so that this one counts. */
  readonly #shown = new Map<RunColumns, Bits>();
  #openCount = 0;
  #faulty: Uint8Array | undefined;

  constructor({ table, runs, book, problems }: ColumnSources) {
    this.table = table;
    this.runs = runs;
    this.#book = book;
    this.#problems = problems;
    this.worst = new Uint8Array(table.length);
    this.open = new Uint8Array(table.length);
    this.verdicts = new Uint8Array(table.length);
    this.counted = new Uint8Array(table.length);
    runs.forEach((run, i) => {
      const later = runs.slice(i + 1).filter(({ facts }) => facts.key === run.facts.key);
      if (later.length > 0) this.#shown.set(run, askedLast(run, later));
      weighAll(run.standing, this.#shown.get(run), this);
    });
    this.#openCount = countOpen(this);
    for (const item of book.items()) this.refresh(item);
  }

  /** Number of items with an open error. */
  get openCount(): number {
    return this.#openCount;
  }

  /** Where a run's answers count: everywhere for `undefined`. Not to be changed. */
  shown(run: RunColumns): Bits | undefined {
    return this.#shown.get(run);
  }

  /** Of what a stage of a run has, only that which counts. */
  counting(run: RunColumns, held: Bits): Bits {
    const shown = this.#shown.get(run);
    return shown === undefined ? held : held.crossed(shown);
  }

  /** 1 where the benchmark has a problem about the item. */
  get faulty(): Uint8Array {
    if (this.#faulty !== undefined) return this.#faulty;
    const faulty = new Uint8Array(this.table.length);
    for (const { item } of this.#problems) {
      const place = item === undefined ? -1 : this.table.indexOf(item);
      if (place >= 0) faulty[place] = 1;
    }
    return (this.#faulty = faulty);
  }

  /** Takes in that an item has a new outcome or verdict. */
  refresh(item: string): void {
    const place = this.table.indexOf(item);
    if (place < 0) return;
    this.#readVerdicts(place, item);
    this.#weigh(place, this.verdicts[place] !== 0);
  }

  #readVerdicts(place: number, item: string): void {
    let bits = 0;
    for (const { kind } of this.#book.of(item)) bits |= 1 << verdictKind.options.indexOf(kind);
    this.verdicts[place] = bits;
  }

  #weigh(place: number, judged: boolean): void {
    let [worst, open, counted] = [0, 0, 0];
    const item = judged ? this.table.idAt(place) : '';
    for (let i = 0; i < this.runs.length; i++) {
      const run = this.runs[i]!;
      const code = run.standing[place]!;
      const shown = this.#shown.get(run);
      if (shown !== undefined) {
        if (code !== 0 && !this.#isAskedLater(i, place)) shown.set(place);
        else shown.clear(place);
      }
      if (code === 0 || shown?.has(place) === 0) continue;
      if (worst === 0 || code < worst) worst = code;
      counted |= standingBits[code]!;
      if (open === 0 && errorCodes[code] === 1 && !(judged && this.#isClosed(run, place, item))) open = 1;
    }
    this.worst[place] = worst;
    this.#openCount += open - this.open[place]!;
    this.open[place] = open;
    this.counted[place] = counted | (open * countedBits.open) | (this.verdicts[place] === 0 ? 0 : countedBits.reviewed);
  }

  #isAskedLater(index: number, place: number): boolean {
    const { key } = this.runs[index]!.facts;
    for (let i = index + 1; i < this.runs.length; i++) {
      if (this.runs[i]!.facts.key === key && this.runs[i]!.standing[place] !== 0) return true;
    }
    return false;
  }

  #isClosed(run: RunColumns, place: number, item: string): boolean {
    const stage = run.stages[run.word[place]! - 1];
    return stage !== undefined && this.#book.closing(item, run.facts.run, stage.stage) !== undefined;
  }
}

/** Where a run was asked and none of the later ones was. */
function askedLast(run: RunColumns, later: readonly RunColumns[]): Bits {
  const shown = Bits.from(run.standing);
  for (const { standing } of later) shown.cross(Bits.from(standing).inverted());
  return shown;
}

/** Takes in what a run said of all items, as far as it counts, as if nobody had judged any. */
function weighAll(standing: Uint8Array, shown: Bits | undefined, { worst, open, counted }: BenchmarkColumns): void {
  for (let place = 0; place < standing.length; place++) {
    const code = standing[place]!;
    if (code === 0 || shown?.has(place) === 0) continue;
    if (worst[place] === 0 || code < worst[place]!) worst[place] = code;
    counted[place]! |= standingBits[code]!;
    open[place]! |= errorCodes[code]!;
  }
}

function countOpen({ open, counted }: BenchmarkColumns): number {
  let count = 0;
  for (let place = 0; place < open.length; place++) {
    if (open[place] === 0) continue;
    counted[place]! |= countedBits.open;
    count++;
  }
  return count;
}
