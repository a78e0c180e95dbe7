import type { Annotation } from './labelStudioTask.ts';
import type { PictureBook } from './pictureBook.ts';

/** What the ratings of one control are, and how a number of a row is given to a picture. */
interface RatingControl {
  readonly kind: 'degree' | 'quality';
  readonly give: (picture: number, value: number, row: number) => void;
}

/** No labelling interface has more; other tables have columns of numbers without end. */
const mostControls = 100;

/** Gives pictures what people rated: the mean where several gave a rating by one control. What was said first stays. */
export class MeanRatings {
  readonly #book: PictureBook;
  readonly #controls = new Map<string, RatingControl>();

  constructor(book: PictureBook) {
    this.#book = book;
  }

  /** Gives a picture what the annotations of its row say. */
  give(picture: number, row: number, annotations: readonly Annotation[]): void {
    const [only] = annotations;
    if (only === undefined) return;
    if (annotations.length === 1 && only.ratings.length === 1) {
      this.#giveMean(picture, row, only.ratingControls[0]!, only.ratings);
      return;
    }
    for (const [control, values] of valuesByControl(annotations)) this.#giveMean(picture, row, control, values);
  }

  #controlOf(column: string): RatingControl | undefined {
    let control = this.#controls.get(column);
    if (control !== undefined || this.#controls.size >= mostControls) return control;
    const { columns, rows } = this.#book;
    const kind = kindOf(column);
    const give = columns[kind].from((row, value) => ({ written: String(value), place: rows.at(row), column }));
    this.#controls.set(column, (control = { kind, give }));
    return control;
  }

  #giveMean(picture: number, row: number, control: string, values: readonly number[]): void {
    const { columns, rows } = this.#book;
    const known = this.#controlOf(control);
    const kind = known?.kind ?? kindOf(control);
    if (columns[kind].has(picture)) return;
    const value = values.reduce((sum, one) => sum + one, 0) / values.length;
    if (known && values.length === 1 && Number.isFinite(value)) known.give(picture, value, row);
    else columns[kind].give(picture, { value, written: values.join(', '), place: rows.at(row), column: control });
  }
}

function kindOf(control: string): 'degree' | 'quality' {
  return /quality|clarity|质量/i.test(control) ? 'quality' : 'degree';
}

function valuesByControl(annotations: readonly Annotation[]): ReadonlyMap<string, readonly number[]> {
  const values = new Map<string, number[]>();
  for (const { ratingControls, ratings } of annotations) {
    for (let i = 0; i < ratings.length; i++) {
      const known = values.get(ratingControls[i]!);
      if (known) known.push(ratings[i]!);
      else values.set(ratingControls[i]!, [ratings[i]!]);
    }
  }
  return values;
}
