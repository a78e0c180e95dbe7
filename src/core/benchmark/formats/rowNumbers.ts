import type { RowPlace } from '../item.ts';

/** Numbers the rows of all tables from 1 on, in place of an object for each. */
export class RowNumbers {
  readonly #lines: number[] = [0];
  /** Each with the first of the rows that are its own. */
  readonly #files: { readonly file: string; readonly from: number }[] = [];

  /** The number that the next row will have. */
  get next(): number {
    return this.#lines.length;
  }

  /** The number of one more row. */
  add(file: string, line: number): number {
    const row = this.#lines.push(line) - 1;
    if (this.#files.at(-1)?.file !== file) this.#files.push({ file, from: row });
    return row;
  }

  lineOf(row: number): number {
    return this.#lines[row]!;
  }

  fileOf(row: number): string {
    let at = this.#files.length - 1;
    while (this.#files[at]!.from > row) at--;
    return this.#files[at]!.file;
  }

  at(row: number): RowPlace {
    return { file: this.fileOf(row), line: this.lineOf(row) };
  }
}
