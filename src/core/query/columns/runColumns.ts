import type { PolarityTable } from '../../affect/polarity.ts';
import type { ItemTable } from '../../benchmark/itemTable.ts';
import { outcomeKind, stageKey, type Outcome } from '../../evaluation/outcome.ts';
import type { ResolvedStage } from '../../evaluation/protocol.ts';
import { headlineStage } from '../../review/headlineStage.ts';
import { standingOf, standings } from '../../review/standing.ts';
import { isRight } from '../../scoring/truth.ts';
import type { Turns } from '../../turns.ts';
import { Bits } from '../bits.ts';
import { NumberedTexts } from '../numberedTexts.ts';
import { judgeStage } from './judgeStage.ts';
import type { LinePlace } from './lineShelf.ts';
import { movedPlaces } from './movedPlaces.ts';
import { moveStage } from './moveStage.ts';
import { OutcomeLines } from './outcomeLines.ts';
import { OutcomesOnDemand } from './outcomesByItem.ts';
import { emptyStageColumns, type StageColumns } from './stageColumns.ts';
import { type StageTruth, stageTruth } from './stageTruth.ts';
import { type Stray, Strays } from './strays.ts';

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
  readonly #truths: ReadonlyMap<string, StageTruth>;
  readonly #strays = new Strays();
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
    this.#truths = new Map(facts.stages.map((stage) => [stage.id, stageTruth(table, stage.answer, facts.polarity)]));
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
    for (const key of keys) {
      if (place < 0 ? !this.#strays.has(item, key) : (this.#byKey.get(key)?.lengths[place] ?? 0) === 0) return false;
    }
    return true;
  }

  *entries(): MapIterator<[string, ReadonlyMap<string, Outcome>]> {
    for (let place = 0; place < this.table.length; place++) {
      const found = this.at(place);
      if (found !== undefined) yield [this.table.idAt(place), found];
    }
    for (const item of this.#strays.items()) yield [item, this.#stray(item)!];
    return undefined;
  }

  *keys(): MapIterator<string> {
    for (let place = 0; place < this.table.length; place++) if (this.#isAsked(place)) yield this.table.idAt(place);
    yield* this.#strays.items();
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
    if (place < 0) return this.#addStray(outcome.item, key, { ...line, kind: outcome.kind });
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
  *onTable(table: ItemTable, facts: RunFacts): Turns<RunColumns> {
    const moved = new RunColumns(facts, table, { before: this });
    moved.stamp = this.stamp;
    moved.#before = this;
    this.#late = [];
    const { places, stretches } = yield* movedPlaces(this.table, table);
    for (const from of this.stages) {
      const to = moved.#columnsOf(from.key, from.stage, from.isFurther);
      yield* moveStage(from, to, stretches);
      moved.#strayFrom(this, from, places);
      yield;
    }
    yield* moved.#judgeAll();
    for (const item of this.#strays.items()) moved.#takeStrays(item, this.#strays.of(item)!);
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

  /** Takes over the outcomes of a stage whose items this table does not have. */
  #strayFrom({ table }: RunColumns, { key, kinds, starts, lengths }: StageColumns, places: Int32Array): void {
    for (let place = places.indexOf(-1); place >= 0; place = places.indexOf(-1, place + 1)) {
      if (lengths[place] === 0) continue;
      const kind = outcomeKind.options[kinds[place]! - 1]!;
      this.#addStray(table.idAt(place), key, { start: starts[place]!, length: lengths[place]!, kind });
    }
  }

  /** Takes over stray outcomes of an item, which this table may have again. */
  #takeStrays(item: string, strays: ReadonlyMap<string, Stray>): void {
    const isBack = this.table.indexOf(item) >= 0;
    for (const [key, stray] of strays) {
      if (isBack) this.add(this.#lines.read(stray, item), stray);
      else this.#addStray(item, key, stray);
    }
  }

  /** Works out what comes of all that stands in the columns. */
  *#judgeAll(): Turns<void> {
    const asked = new Bits(this.table.length);
    for (const [at, columns] of this.stages.entries()) {
      asked.unite(columns.there);
      this.#countAll(columns.kinds);
      yield;
      const truth = this.#truths.get(columns.stage);
      if (columns.isFurther || truth === undefined) continue;
      const givesWay = Uint8Array.of(1, ...this.stages.map((_, other) => Number(this.#givesWay(other + 1, at + 1))));
      yield* judgeStage(columns, truth, this.#labelCodes, this, { mine: at + 1, givesWay });
    }
    this.#known = asked.count;
  }

  #countAll(kinds: Uint8Array): void {
    const counts = new Uint32Array(outcomeKind.options.length + 1);
    for (let place = 0; place < kinds.length; place++) counts[kinds[place]!]!++;
    for (const [i, kind] of outcomeKind.options.entries()) {
      if (counts[i + 1] !== 0) this.kindCounts.set(kind, (this.kindCounts.get(kind) ?? 0) + counts[i + 1]!);
    }
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
    const truth = truthOfStage.at(place);
    const right = isRight(outcome, truth);
    columns.rights[place] = right === undefined ? 0 : right ? 1 : 2;
    const mine = this.stages.indexOf(columns) + 1;
    if (this.word[place] !== 0 && !this.#givesWay(this.word[place]!, mine)) return;
    this.word[place] = mine;
    this.standing[place] = standings.indexOf(standingOf(outcome, truth)) + 1;
  }

  /** Whether the word of one stage gives way to that of another. */
  #givesWay(before: number, mine: number): boolean {
    if (before === mine || this.stages[mine - 1]!.stage === this.#headline) return true;
    return before > mine && this.stages[before - 1]!.stage !== this.#headline;
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

  #addStray(item: string, key: string, stray: Stray): void {
    const before = this.#strays.put(item, key, stray);
    this.#count(before === undefined ? 0 : outcomeKind.options.indexOf(before.kind) + 1, stray.kind);
  }

  #stray(item: string): ReadonlyMap<string, Outcome> | undefined {
    const strays = this.#strays.of(item);
    return strays && new Map([...strays].map(([key, place]) => [key, this.#lines.read(place, item)]));
  }
}

function codeOf<T>(value: T, key: string, values: T[], codes: Map<string, number>): number {
  const known = codes.get(key);
  if (known !== undefined) return known;
  values.push(value);
  codes.set(key, values.length);
  return values.length;
}
