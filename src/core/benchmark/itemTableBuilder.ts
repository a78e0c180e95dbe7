import { idIndex } from './idIndex.ts';
import { FieldBuilder, fieldColumn } from './fieldColumns.ts';
import type { EmbeddedPlace, FieldValue, Item, RowPlace } from './item.ts';
import {
  ChoiceBuilder,
  fieldPrefix,
  NumberBuilder,
  taskPrefix,
  TextBuilder,
  textParts,
  type ColumnParts,
  type EmbeddedColumns,
  type ItemTableParts,
  type RowColumns,
} from './itemColumns.ts';

/** Fields of text whose column has few distinct values in most benchmarks. */
const choiceFields = [
  'label',
  'labelAsWritten',
  'generator',
  'prompted',
  'prompt',
  'seed',
  'split',
  'media',
] as const satisfies readonly (keyof Item)[];

/** Builds the parts of an item table one item after the other, whole items or field by field. */
export class ItemTableBuilder {
  readonly #ids: string[] = [];
  readonly #choices = new Map<string, ChoiceBuilder>();
  readonly #fields = new Map<string, FieldBuilder>();
  readonly #degree = new NumberBuilder();
  readonly #quality = new NumberBuilder();
  readonly #text = new TextBuilder();
  readonly #rowFile = new ChoiceBuilder();
  readonly #rowLine = new NumberBuilder();
  readonly #embedded = new EmbeddedBuilder();
  readonly #whole: [string, ColumnParts][] = [];
  #rows: RowColumns | undefined;
  #idParts: Pick<ItemTableParts, 'ids' | 'slots'> | undefined;
  readonly #has = new Set<'degree' | 'quality' | 'text' | 'row'>();

  /** Adds an item. */
  add(item: Item): void {
    const at = this.addId(item.id);
    for (const field of choiceFields) {
      const value = item[field];
      if (value !== undefined) this.choice(field).set(at, value);
    }
    if (item.degree !== undefined) this.setNumber(at, 'degree', item.degree);
    if (item.quality !== undefined) this.setNumber(at, 'quality', item.quality);
    if (item.text !== undefined) this.setText(at, item.text);
    if (item.votes) this.choice('votes').set(at, JSON.stringify(item.votes));
    if (item.tasks) this.setRecord(at, taskPrefix, item.tasks);
    if (item.fields) this.#setFields(at, item.fields);
    if (item.embedded) this.setEmbedded(at, item.embedded);
    if (item.row) this.setRow(at, item.row);
  }

  /** Adds an item of which nothing but the id is known yet; the answer is its place. */
  addId(id: string): number {
    return this.#ids.push(id) - 1;
  }

  /** Takes in the ids of all items, in the place of adding them one by one. */
  putIds({ ids, slots }: Pick<ItemTableParts, 'ids' | 'slots'>): void {
    this.#idParts = { ids, slots };
  }

  /** The builder of a column with few distinct values, to be given values in rising order of the items. */
  choice(field: string): ChoiceBuilder {
    let builder = this.#choices.get(field);
    if (builder === undefined) this.#choices.set(field, (builder = new ChoiceBuilder()));
    return builder;
  }

  /** Takes in a whole column. */
  put(field: string, column: ColumnParts): void {
    this.#whole.push([field, column]);
  }

  /** Takes in all numbers of a field, `NaN` where there is none; a column of nothing else is left out. */
  putNumbers(field: 'degree' | 'quality', values: Float64Array): void {
    if (values.some((value) => !Number.isNaN(value))) this.put(field, { kind: 'number', values });
  }

  /** Takes in the rows of all items. */
  putRows(rows: RowColumns): void {
    this.#rows = rows;
  }

  setNumber(at: number, field: 'degree' | 'quality', value: number): void {
    this.#has.add(field);
    (field === 'degree' ? this.#degree : this.#quality).set(at, value);
  }

  setText(at: number, text: string): void {
    this.#has.add('text');
    this.#text.set(at, text);
  }

  setRecord(at: number, prefix: string, values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) this.choice(prefix + name).set(at, value);
  }

  #setFields(at: number, fields: Readonly<Record<string, FieldValue>>): void {
    for (const [name, value] of Object.entries(fields)) {
      let field = this.#fields.get(name);
      if (field === undefined) this.#fields.set(name, (field = new FieldBuilder()));
      field.put(at, value);
    }
  }

  setEmbedded(at: number, place: EmbeddedPlace): void {
    this.#embedded.set(at, place);
  }

  setRow(at: number, { file, line }: RowPlace): void {
    this.#has.add('row');
    this.#rowFile.set(at, file);
    this.#rowLine.set(at, line);
  }

  finish(): ItemTableParts {
    const ids = this.#idParts?.ids ?? textParts(this.#ids);
    const length = ids.ends.length;
    const columns = [...this.#whole];
    for (const [name, one] of this.#choices) columns.push([name, one.finish(length)]);
    for (const [name, one] of this.#fields) {
      const column = fieldColumn(one.values(length));
      if (column) columns.push([fieldPrefix + name, column]);
    }
    if (this.#has.has('degree')) columns.push(['degree', this.#degree.finish(length)]);
    if (this.#has.has('quality')) columns.push(['quality', this.#quality.finish(length)]);
    if (this.#has.has('text')) columns.push(['text', this.#text.finish(length)]);
    const embedded = this.#embedded.finish(length);
    const rows = this.#has.has('row') ? this.#finishRows(length) : this.#rows;
    return {
      length,
      ids,
      slots: this.#idParts?.slots ?? idIndex(ids),
      columns: Object.fromEntries(columns),
      ...(rows && { row: rows }),
      ...(embedded && { embedded }),
    };
  }

  #finishRows(length: number): RowColumns {
    const line = Uint32Array.from(this.#rowLine.finish(length).values);
    return { file: this.#rowFile.finish(length), line };
  }
}

class EmbeddedBuilder {
  readonly #file = new ChoiceBuilder();
  readonly #column = new ChoiceBuilder();
  readonly #row = new NumberBuilder();
  readonly #start = new NumberBuilder();
  readonly #length = new NumberBuilder();
  #isUsed = false;

  set(at: number, place: EmbeddedPlace): void {
    this.#isUsed = true;
    this.#file.set(at, place.file);
    this.#column.set(at, place.column);
    this.#row.set(at, place.row);
    if (place.start !== undefined) this.#start.set(at, place.start);
    if (place.length !== undefined) this.#length.set(at, place.length);
  }

  finish(length: number): EmbeddedColumns | undefined {
    if (!this.#isUsed) return undefined;
    return {
      file: this.#file.finish(length),
      column: this.#column.finish(length),
      row: this.#row.finish(length),
      start: this.#start.finish(length),
      length: this.#length.finish(length),
    };
  }
}
