import type { ItemTable } from '../benchmark/itemTable.ts';
import type { Outcome } from '../evaluation/outcome.ts';
import type { LinePlace } from '../query/columns/lineShelf.ts';
import { type CommonFacts, OutcomeLines } from '../query/columns/outcomeLines.ts';
import { OutcomesOnDemand } from '../query/columns/outcomesByItem.ts';

interface Stage {
  readonly starts: Float64Array;
  readonly lengths: Uint32Array;
}

/**
 * The outcomes of one run of another tool over the items of a benchmark: lines, and twelve bytes for each item and stage to find them by.
 * One outcome is made when it is looked at.
 */
export class ForeignOutcomes extends OutcomesOnDemand {
  readonly table: ItemTable;
  readonly lines: OutcomeLines;
  readonly #stages = new Map<string, Stage>();
  #size = 0;

  constructor(table: ItemTable, common: CommonFacts) {
    super();
    this.table = table;
    this.lines = new OutcomeLines(common);
  }

  get size(): number {
    return this.#size;
  }

  /** Takes in an outcome of an item of the table. */
  add(outcome: Outcome): void {
    const place = this.table.indexOf(outcome.item);
    if (!this.#isAsked(place)) this.#size++;
    const { start, length } = this.lines.add(outcome);
    const stage = this.#stageOf(outcome.stage);
    stage.starts[place] = start;
    stage.lengths[place] = length;
  }

  has(item: string): boolean {
    return this.#isAsked(this.table.indexOf(item));
  }

  /** Whether an item has an outcome of a stage. */
  hasStage(item: string, stage: string): boolean {
    return (this.#stages.get(stage)?.lengths[this.table.indexOf(item)] ?? 0) !== 0;
  }

  get(item: string): ReadonlyMap<string, Outcome> | undefined {
    const place = this.table.indexOf(item);
    return place < 0 || !this.#isAsked(place) ? undefined : this.#at(place);
  }

  *entries(): MapIterator<[string, ReadonlyMap<string, Outcome>]> {
    for (let place = 0; place < this.table.length; place++) {
      if (this.#isAsked(place)) yield [this.table.idAt(place), this.#at(place)];
    }
    return undefined;
  }

  *keys(): MapIterator<string> {
    for (let place = 0; place < this.table.length; place++) if (this.#isAsked(place)) yield this.table.idAt(place);
    return undefined;
  }

  /** All outcomes, each with the place of its line. */
  *placed(): Generator<{ readonly outcome: Outcome; readonly line: LinePlace }> {
    for (let place = 0; place < this.table.length; place++) {
      for (const { starts, lengths } of this.#stages.values()) {
        const line = { start: starts[place]!, length: lengths[place]! };
        if (line.length !== 0) yield { outcome: this.lines.read(line, this.table.idAt(place)), line };
      }
    }
  }

  #at(place: number): ReadonlyMap<string, Outcome> {
    const found = new Map<string, Outcome>();
    for (const [stage, { starts, lengths }] of this.#stages) {
      const line = { start: starts[place]!, length: lengths[place]! };
      if (line.length !== 0) found.set(stage, this.lines.read(line, this.table.idAt(place)));
    }
    return found;
  }

  #isAsked(place: number): boolean {
    for (const { lengths } of this.#stages.values()) if ((lengths[place] ?? 0) !== 0) return true;
    return false;
  }

  #stageOf(stage: string): Stage {
    const known = this.#stages.get(stage);
    if (known !== undefined) return known;
    const { length } = this.table;
    const made = { starts: new Float64Array(length), lengths: new Uint32Array(length) };
    this.#stages.set(stage, made);
    return made;
  }
}
