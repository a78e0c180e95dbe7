import { TextCoder } from '../codedTexts.ts';

/** What one answer says about a picture. */
export interface Said {
  readonly task: string;
  readonly label: string;
  /** The number of the row that says it. */
  readonly row: number;
  /** The question, empty where none was asked. */
  readonly text: string;
  /** Whether the answer to such a question is the label of the picture. */
  readonly isLabel: boolean;
}

/** What answers say, by picture, each by its number in the order in which they came: a few numbers for each in place of an object. */
export class SaidList {
  /** Tasks and labels by their codes, which count from 1 on. */
  readonly tasks = new TextCoder();
  readonly labels = new TextCoder();
  /** Pictures in the order in which something was first said about them. */
  readonly pictures: number[] = [];
  /** Whether anything in it is a label. */
  hasLabels = false;
  readonly #first: Uint32Array;
  readonly #next: number[] = [0];
  readonly #tasks: number[] = [0];
  readonly #labels: number[] = [0];
  readonly #rows: number[] = [0];
  readonly #texts: string[] = [''];
  readonly #areLabels: boolean[] = [false];

  /** `size`: how many pictures there can be. */
  constructor(size: number) {
    this.#first = new Uint32Array(size);
  }

  /** Adds what is said behind all that has been said about the picture. */
  add(picture: number, { task, label, row, text, isLabel }: Said): void {
    const said = this.#tasks.push(this.tasks.codeOf(task)) - 1;
    this.#labels.push(this.labels.codeOf(label));
    this.#rows.push(row);
    this.#texts.push(text);
    this.#areLabels.push(isLabel);
    this.hasLabels ||= isLabel;
    this.#next.push(0);
    let last = this.#first[picture]!;
    if (last === 0) {
      this.#first[picture] = said;
      this.pictures.push(picture);
      return;
    }
    while (this.#next[last] !== 0) last = this.#next[last]!;
    this.#next[last] = said;
  }

  /** The first that is said about a picture; 0 where there is nothing. */
  firstOf(picture: number): number {
    return this.#first[picture]!;
  }

  /** What was said next about the same picture; 0 behind the last. */
  after(said: number): number {
    return this.#next[said]!;
  }

  /** What is said about a picture for a task; 0 where there is nothing. */
  find(picture: number, task: string): number {
    for (let said = this.firstOf(picture); said !== 0; said = this.after(said)) {
      if (this.taskOf(said) === task) return said;
    }
    return 0;
  }

  taskCodeOf(said: number): number {
    return this.#tasks[said]!;
  }

  labelCodeOf(said: number): number {
    return this.#labels[said]!;
  }

  taskOf(said: number): string {
    return this.tasks.values[this.#tasks[said]! - 1]!;
  }

  labelOf(said: number): string {
    return this.labels.values[this.#labels[said]! - 1]!;
  }

  rowOf(said: number): number {
    return this.#rows[said]!;
  }

  textOf(said: number): string {
    return this.#texts[said]!;
  }

  isLabel(said: number): boolean {
    return this.#areLabels[said]!;
  }
}
