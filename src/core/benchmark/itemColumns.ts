/** A column of texts with few distinct values: that of item `i` is `values[codes[i] - 1]`, and code 0 means that it has none. */
export interface ChoiceColumn {
  readonly kind: 'choice';
  readonly values: readonly string[];
  readonly codes: Uint16Array | Uint32Array;
  /** There where the texts are numbers, which an item has as such. */
  readonly isNumeric?: true;
}

/** A column of numbers; `NaN` means none. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly values: Float64Array;
}

/**
 * A column of texts that hardly repeat, in one string that can be searched as a whole: that of item `i` ends before `ends[i]` and
 * begins behind the mark (U+0000) that stands at the end of the one before; where the two ends are equal, it has none.
 */
export interface TextParts {
  readonly kind: 'text';
  readonly all: string;
  readonly ends: Uint32Array;
}

/** A {@link TextParts} that can be asked for single texts. */
export interface TextColumn extends TextParts {
  /** The text of an item, `undefined` where it has none. */
  at(index: number): string | undefined;
}

/** What a table keeps of one field. */
export type ColumnParts = ChoiceColumn | NumberColumn | TextParts;

/** The values of one field over all items. */
export type ItemColumn = ChoiceColumn | NumberColumn | TextColumn;

/** Where rows stand: the table, and the physical line (0 where there is no row). */
export interface RowColumns {
  readonly file: ColumnParts;
  readonly line: Uint32Array;
}

/** Where pictures lie inside tables; `NaN` where a number is absent. */
export interface EmbeddedColumns {
  readonly file: ColumnParts;
  readonly column: ColumnParts;
  readonly row: NumberColumn;
  readonly start: NumberColumn;
  readonly length: NumberColumn;
}

/** All of an {@link ItemTable} as plain data, which can be cloned, sent to another thread and written to a file. */
export interface ItemTableParts {
  readonly length: number;
  readonly ids: TextParts;
  /** See `idIndex`. */
  readonly slots: Uint32Array;
  /** By the name of the field; tasks are called `task:NAME`, further columns `field:NAME`, and `votes` are JSON. */
  readonly columns: Readonly<Record<string, ColumnParts>>;
  readonly row?: RowColumns;
  readonly embedded?: EmbeddedColumns;
  /** Names that the tables have for what items have, each with the field's own name: `{ expression: 'label' }`. */
  readonly otherNames?: Readonly<Record<string, string>>;
}

/** Before the name of a further task in the name of its column. */
export const taskPrefix = 'task:';
/** Before the name of a further column of the benchmark's tables. */
export const fieldPrefix = 'field:';

/** Stands before each text; no path has it, so that a search never finds something across two of them. */
const mark = '\0';
/** Up to here two bytes for each item are enough. */
const mostShortCodes = 0xffff;
/** A column with more distinct values than this, and more than one for each two items, is kept as running text. */
const mostChoices = 1000;

/** The text of an item in a column of running text. */
export function textAt({ all, ends }: TextParts, index: number): string | undefined {
  const start = index === 0 ? 0 : ends[index - 1]!;
  const end = ends[index]!;
  return end === start ? undefined : all.slice(start + 1, end);
}

/** The item whose text holds the character at `place` of the whole string; of any texts that lie behind each other, that one. */
export function itemAtPlace({ ends }: Pick<TextParts, 'ends'>, place: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Joins texts into a column. */
export function textParts(texts: readonly (string | undefined)[]): TextParts {
  const ends = new Uint32Array(texts.length);
  const pieces: string[] = [];
  let end = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    if (text !== undefined) {
      pieces.push(text);
      end += text.length + 1;
    }
    ends[i] = end;
  }
  return { kind: 'text', all: pieces.length === 0 ? '' : mark + pieces.join(mark), ends };
}

/** The same for texts of which most stood in an earlier column: `was` has the place that each had there, -1 for those whose text is asked for. */
export function textPartsSince(before: TextParts, was: Int32Array, textOf: (i: number) => string): TextParts {
  const ends = new Uint32Array(was.length);
  const pieces: string[] = [];
  let end = 0;
  for (let i = 0; i < was.length;) {
    if (was[i] === -1) {
      const text = textOf(i);
      pieces.push(mark + text);
      ends[i++] = end += text.length + 1;
      continue;
    }
    const first = was[i]!;
    const start = first === 0 ? 0 : before.ends[first - 1]!;
    const shift = end - start;
    const from = i;
    for (; i < was.length && was[i] === first + i - from; i++) ends[i] = before.ends[was[i]!]! + shift;
    end = ends[i - 1]!;
    pieces.push(before.all.slice(start, end - shift));
  }
  return { kind: 'text', all: pieces.join(''), ends };
}

/** Collects the values of one field, item by item in rising order; items left out have none. */
export class ChoiceBuilder {
  readonly #places = new Map<string, number>();
  readonly #values: string[] = [];
  #codes = new Uint32Array(1024);

  set(index: number, value: string): void {
    let code = this.#places.get(value);
    if (code === undefined) {
      this.#values.push(value);
      code = this.#values.length;
      this.#places.set(value, code);
    }
    if (index >= this.#codes.length) this.#codes = grown(this.#codes, index);
    this.#codes[index] = code;
  }

  /** The finished column of `length` items. */
  finish(length: number): ColumnParts {
    const codes = this.#codes.length >= length ? this.#codes : grown(this.#codes, length);
    return choiceColumn(this.#values, codes.subarray(0, length));
  }
}

/** A column of coded texts (0 means none): running text where hardly a value repeats. The codes are copied. */
export function choiceColumn(values: readonly string[], codes: Uint32Array): ColumnParts {
  if (values.length > mostChoices && values.length * 2 > codes.length) {
    return textParts(Array.from(codes, (code) => (code === 0 ? undefined : values[code - 1])));
  }
  const own = values.length <= mostShortCodes ? new Uint16Array(codes) : codes.slice();
  return { kind: 'choice', values: values.map(detached), codes: own };
}

/** Collects the numbers of one field; items left out have none. */
export class NumberBuilder {
  #values = new Float64Array(1024).fill(NaN);

  set(index: number, value: number): void {
    if (index >= this.#values.length) this.#values = grownNumbers(this.#values, index);
    this.#values[index] = value;
  }

  /** The finished column of `length` items. */
  finish(length: number): NumberColumn {
    const values = this.#values.length >= length ? this.#values : grownNumbers(this.#values, length);
    return { kind: 'number', values: values.slice(0, length) };
  }
}

/** Collects texts that hardly repeat; items left out have none. */
export class TextBuilder {
  readonly #texts: string[] = [];

  set(index: number, value: string): void {
    this.#texts[index] = value;
  }

  /** The finished column of `length` items. */
  finish(length: number): TextParts {
    return textParts(Array.from({ length }, (_, i) => this.#texts[i]));
  }
}

function grown(before: Uint32Array<ArrayBuffer>, index: number): Uint32Array<ArrayBuffer> {
  const after = new Uint32Array(Math.max(index + 1, before.length * 2));
  after.set(before);
  return after;
}

function grownNumbers(before: Float64Array<ArrayBuffer>, index: number): Float64Array<ArrayBuffer> {
  const after = new Float64Array(Math.max(index + 1, before.length * 2)).fill(NaN, before.length);
  after.set(before);
  return after;
}

/** A text of its own: what was cut out of a file's text would keep all of that alive. */
function detached(text: string): string {
  return text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string);
}
