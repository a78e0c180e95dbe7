import { TextNumbers } from '../textNumbers.ts';

const [zero, nine] = [48, 57];
/** A number of so many digits is one that a double keeps. */
const mostDigits = 15;

/** The ids of the rows of a table. Most tables number their rows: as long as each number is higher than the one before, no two are the same, and none is kept. */
export class RowIds {
  readonly #idOf: (row: number) => string | undefined;
  readonly #rows: number[] = [];
  #highest = -1;
  #numbers: TextNumbers | undefined;

  /** `idOf`: the id of a row that was entered. */
  constructor(idOf: (row: number) => string | undefined) {
    this.#idOf = idOf;
  }

  /** The row that has this id already; else it is entered as that of `row`. */
  enter(id: string, row: number): number | undefined {
    if (this.#numbers === undefined) {
      const number = wholeNumber(id);
      if (number > this.#highest) {
        this.#highest = number;
        this.#rows.push(row);
        return undefined;
      }
      this.#numbers = new TextNumbers();
      for (const one of this.#rows) this.#numbers.numberOf(this.#idOf(one) ?? '');
    }
    const other = this.#rows[this.#numbers.numberOf(id)];
    if (other === undefined) this.#rows.push(row);
    return other;
  }
}

/** The number that a text is, written as it is always written; -1 for any other text. */
function wholeNumber(text: string): number {
  const { length } = text;
  if (length === 0 || length > mostDigits || (length > 1 && text.charCodeAt(0) === zero)) return -1;
  let number = 0;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code < zero || code > nine) return -1;
    number = number * 10 + code - zero;
  }
  return number;
}
