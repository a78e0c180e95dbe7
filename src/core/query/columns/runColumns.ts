import type { PolarityTable } from '../../affect/polarity.ts';
import type { ItemTable } from '../../benchmark/itemTable.ts';
import { outcomeKind, stageKey, type Outcome } from '../../evaluation/outcome.ts';
import type { ResolvedStage } from '../../evaluation/protocol.ts';
import { headlineStage } from '../../review/headlineStage.ts';
import { standingOf, standings } from '../../review/standing.ts';
import { isRight } from '../../scoring/truth.ts';
import type { LinePlace } from './lineShelf.ts';
import { movedPlaces } from './movedPlaces.ts';
import { OutcomeLines } from './outcomeLines.ts';
import { OutcomesOnDemand } from './outcomesByItem.ts';
import { NumberedTexts } from '../numberedTexts.ts';
import { emptyStageColumns, type StageColumns } from './stageColumns.ts';
import { type TruthAt, truthAt } from './truthAt.ts';

/** What {@link RunColumns} need to know of a run. */
export interface RunFacts {
  readonly run: string;
  /** Runs with the same key asked the same questions of the same model in the same way. */
  readonly key: string;
  readonly model: string;
  readonly stages: readonly ResolvedStage[];
  readonly polarity: PolarityTable;
}

/** What {@link RunColumns} may begin with. */
export interface RunColumnsOptions {
  /** The same run over another table. */
  readonly before?: RunColumns;
  /** Where the outcomes lie already. */
  readonly lines?: OutcomeLines;
  /** Takes in what was said. */
  readonly said?: NumberedTexts;
}

/**
 * The outcomes of one run over the items of one table, in columns that a query can go through: some tens of bytes for each answer,
 * and its line as it stands in the file, from which the outcome is made when it is looked at.
 */
export class RunColumns extends OutcomesOnDemand {
  readonly facts: RunFacts;
  readonly table: ItemTable;
  readonly said: NumberedTexts;
  readonly stages: StageColumns[] = [];
  readonly labels: string[];
  readonly optionSets: (readonly string[])[];
  /** The standing of the run's word on each item: place in `standings`, plus 1; 0 where it was not asked. */
  readonly standing: Uint8Array;
  /** Which stage that word is: place in `stages`, plus 1. */
  readonly word: Uint8Array;
  /** How many outcomes there are of each kind, over all stages and orders. */
  readonly kindCounts = new Map<string, number>();
  readonly #lines: OutcomeLines;
  readonly #labelCodes: Map<string, number>;
  readonly #optionCodes: Map<string, number>;
  readonly #byKey = new Map<string, StageColumns>();
  readonly #truths: ReadonlyMap<string, TruthAt>;
  /** Outcomes of pictures that the benchmark does not have (any more). */
  readonly #strays = new Map<string, Map<string, LinePlace>>();
  readonly #headline: string | undefined;
  /** Size and time of the file that they were read from; absent where they came one by one in this window. */
  stamp: string | undefined;
  #known = 0;
  #before: RunColumns | undefined;
  /** What was added while the columns were being moved to another table. */
  #late: Outcome[] | undefined;

  constructor(
    facts: RunFacts,
    table: ItemTable,
    { before, lines = new OutcomeLines(), said = new NumberedTexts() }: RunColumnsOptions = {},
  ) {
    super();
    this.facts = facts;
    this.table = table;
    this.said = before?.said ?? said;
    this.labels = before?.labels ?? [];
    this.optionSets = before?.optionSets ?? [];
    this.#lines = before === undefined ? lines : before.#lines;
    this.#labelCodes = before === undefined ? new Map<string, number>() : before.#labelCodes;
    this.#optionCodes = before === undefined ? new Map<string, number>() : before.#optionCodes;
    this.standing = new Uint8Array(table.length);
    this.word = new Uint8Array(table.length);
    this.#truths = new Map(facts.stages.map((stage) => [stage.id, truthAt(table, stage.answer, facts.polarity)]));
    this.#headline = headlineStage(facts.stages)?.id;
    // In the protocol's order, whichever answer comes first.
    for (const { id } of facts.stages) this.#columnsOf(id, id, false);
  }

  /** Number of items with an outcome, those that are gone included. */
  get size(): number {
    return this.#known + this.#strays.size;
  }

  /** Number of outcomes. */
  get count(): number {
    return [...this.kindCounts.values()].reduce((sum, count) => sum + count, 0);
  }

  has(item: string): boolean {
    const place = this.table.indexOf(item);
    return place < 0 ? this.#strays.has(item) : this.#isAsked(place);
  }

  /** The outcomes of an item by `stageKey`, made from their lines. */
  get(item: string): ReadonlyMap<string, Outcome> | undefined {
    const place = this.table.indexOf(item);
    return place < 0 ? this.#stray(item) : this.at(place);
  }

  /** As {@link RunColumns.get}, by the item's place in the table. */
  at(place: number): ReadonlyMap<string, Outcome> | undefined {
    let found: Map<string, Outcome> | undefined;
    for (const { key, starts, lengths } of this.stages) {
      if (lengths[place] === 0) continue;
      found ??= new Map();
      found.set(key, this.#lines.read({ start: starts[place]!, length: lengths[place]! }, this.table.idAt(place)));
    }
    return found;
  }

  /** Whether an item has an outcome under each of some keys. */
  hasAll(item: string, keys: Iterable<string>): boolean {
    const place = this.table.indexOf(item);
    const stray = this.#strays.get(item);
    for (const key of keys) {
      if (place < 0 ? stray?.has(key) !== true : (this.#byKey.get(key)?.lengths[place] ?? 0) === 0) return false;
    }
    return true;
  }

  *entries(): MapIterator<[string, ReadonlyMap<string, Outcome>]> {
    for (let place = 0; place < this.table.length; place++) {
      const found = this.at(place);
      if (found !== undefined) yield [this.table.idAt(place), found];
    }
    for (const item of this.#strays.keys()) yield [item, this.#stray(item)!];
    return undefined;
  }

  *keys(): MapIterator<string> {
    for (let place = 0; place < this.table.length; place++) if (this.#isAsked(place)) yield this.table.idAt(place);
    yield* this.#strays.keys();
    return undefined;
  }

  /** Takes in a file of outcomes whose lines are then added by where they stand in it. */
  addFile(bytes: Uint8Array): number {
    return this.#lines.addFile(bytes);
  }

  /** Takes in an outcome, in the place of an earlier one for the same question. `line` is where it lies, if it does already. */
  add(outcome: Outcome, line: LinePlace = this.#lines.add(outcome)): void {
    this.#late?.push(outcome);
    const key = stageKey(outcome);
    const place = this.table.indexOf(outcome.item);
    if (place < 0) return this.#addStray(outcome.item, key, line);
    if (!this.#isAsked(place)) this.#known++;
    const columns = this.#columnsOf(key, outcome.stage, outcome.repeat !== undefined);
    this.#count(columns.kinds[place]!, outcome.kind);
    columns.there.set(place);
    columns.kinds[place] = outcomeKind.options.indexOf(outcome.kind) + 1;
    columns.starts[place] = line.start;
    columns.lengths[place] = line.length;
    if (columns.isFurther) return;
    const label = outcome.label ?? outcome.labels?.[0];
    columns.labels[place] = label === undefined ? 0 : codeOf(label, label, this.labels, this.#labelCodes);
    if (outcome.value !== undefined) columns.values ??= new Float64Array(this.table.length).fill(NaN);
    if (columns.values) columns.values[place] = outcome.value ?? NaN;
    columns.differs[place] = outcome.differs === true ? 1 : 0;
    columns.options[place] = this.#optionsCode(outcome);
    columns.said[place] = this.said.add([outcome.reply, outcome.reasoning, outcome.refusal]);
    this.#judge(place, columns, outcome);
  }

  /**
   * The same outcomes over another table, held against its truth: what was read stays where it is, and only places are looked up
   * anew. Yields now and then, so that others get their turn; the columns that it began with are not to be used any more.
   */
  *onTable(table: ItemTable, facts: RunFacts): Generator<void, RunColumns> {
    const moved = new RunColumns(facts, table, { before: this });
    moved.stamp = this.stamp;
    moved.#before = this;
    this.#late = [];
    const places = yield* movedPlaces(this.table, table);
    for (const from of this.stages) {
      const to = moved.#columnsOf(from.key, from.stage, from.isFurther);
      for (let place = 0; place < from.lengths.length; place++) {
        if (from.lengths[place] !== 0) moved.#takeOver(this, from, place, to, places[place]!);
        if (place % 2048 === 2047) yield;
      }
    }
    for (const [item, places] of this.#strays) for (const place of places.values()) moved.#addLine(item, place);
    return moved;
  }

  /** Takes in what was added to the columns that these were moved from, since that began. */
  catchUp(): void {
    const before = this.#before;
    this.#before = undefined;
    for (const outcome of before?.takeLate() ?? []) this.add(outcome);
  }

  /** What was added since these columns began to be moved to another table. */
  takeLate(): readonly Outcome[] {
    return this.#late ?? [];
  }

  #takeOver(before: RunColumns, from: StageColumns, place: number, to: StageColumns, now: number): void {
    if (now < 0) {
      const line = { start: from.starts[place]!, length: from.lengths[place]! };
      return this.#addStray(before.table.idAt(place), from.key, line);
    }
    if (!this.#isAsked(now)) this.#known++;
    const kind = outcomeKind.options[from.kinds[place]! - 1]!;
    this.#count(0, kind);
    to.there.set(now);
    to.kinds[now] = from.kinds[place]!;
    to.starts[now] = from.starts[place]!;
    to.lengths[now] = from.lengths[place]!;
    if (from.isFurther) return;
    to.labels[now] = from.labels[place]!;
    to.options[now] = from.options[place]!;
    to.said[now] = from.said[place]!;
    to.differs[now] = from.differs[place]!;
    if (from.values) {
      to.values ??= new Float64Array(this.table.length).fill(NaN);
      to.values[now] = from.values[place]!;
    }
    const label = this.labels[from.labels[place]! - 1];
    this.#judge(now, to, label === undefined ? { kind } : { kind, label });
  }

  #addLine(item: string, line: LinePlace): void {
    this.add(this.#lines.read(line, item), line);
  }

  #isAsked(place: number): boolean {
    for (const { lengths } of this.stages) if (lengths[place] !== 0) return true;
    return false;
  }

  #count(before: number, kind: string): void {
    const earlier = before === 0 ? undefined : outcomeKind.options[before - 1];
    if (earlier !== undefined) this.kindCounts.set(earlier, (this.kindCounts.get(earlier) ?? 1) - 1);
    this.kindCounts.set(kind, (this.kindCounts.get(kind) ?? 0) + 1);
  }

  /** Holds an outcome against the truth. The run's word is its headline stage, or else the first one that there is an outcome of. */
  #judge(place: number, columns: StageColumns, outcome: Pick<Outcome, 'kind' | 'label' | 'labels'>): void {
    const truthOfStage = this.#truths.get(columns.stage);
    if (truthOfStage === undefined) return;
    const truth = truthOfStage(place);
    const right = isRight(outcome, truth);
    columns.rights[place] = right === undefined ? 0 : right ? 1 : 2;
    const now = this.word[place]!;
    const mine = this.stages.indexOf(columns) + 1;
    const isHeadline = columns.stage === this.#headline;
    const before = now === 0 || now === mine ? undefined : this.stages[now - 1];
    if (before !== undefined && !isHeadline && (before.stage === this.#headline || now < mine)) return;
    this.word[place] = mine;
    this.standing[place] = standings.indexOf(standingOf(outcome, truth)) + 1;
  }

  #optionsCode({ options }: Outcome): number {
    if (options === undefined) return 0;
    return codeOf(options.order, options.order.join('\0'), this.optionSets, this.#optionCodes) & 0xffff;
  }

  #columnsOf(key: string, stage: string, isFurther: boolean): StageColumns {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const made = emptyStageColumns(key, stage, isFurther, this.table.length);
    this.#byKey.set(key, made);
    this.stages.push(made);
    return made;
  }

  #addStray(item: string, key: string, line: LinePlace): void {
    const ofItem = this.#strays.get(item) ?? new Map<string, LinePlace>();
    const before = ofItem.get(key);
    this.#count(
      before === undefined ? 0 : outcomeKind.options.indexOf(this.#lines.read(before, item).kind) + 1,
      this.#lines.read(line, item).kind,
    );
    this.#strays.set(item, ofItem.set(key, line));
  }

  #stray(item: string): ReadonlyMap<string, Outcome> | undefined {
    const places = this.#strays.get(item);
    return places && new Map([...places].map(([key, place]) => [key, this.#lines.read(place, item)]));
  }
}

function codeOf<T>(value: T, key: string, values: T[], codes: Map<string, number>): number {
  const known = codes.get(key);
  if (known !== undefined) return known;
  values.push(value);
  codes.set(key, values.length);
  return values.length;
}
