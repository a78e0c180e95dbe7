import type { Outcome } from '../../evaluation/outcome.ts';
import { LineShelf, type LinePlace } from './lineShelf.ts';

/** Questions that are looked out for: where each portrait is asked another one, keeping them apart would save nothing. */
const mostQuestions = 10_000;

/** What all outcomes of a run have in common, so that their lines need not say it. */
export type CommonFacts = Partial<Pick<Outcome, 'version' | 'run' | 'at'>>;

/**
 * Outcomes as lines of a file; one is made when it is looked at. Of those that are in no file yet the item, what all have in common, and a
 * question that is asked of thousands of pictures are not in the line.
 */
export class OutcomeLines {
  readonly #shelf = new LineShelf();
  readonly #common: CommonFacts;
  readonly #questions: string[] = [];
  readonly #places = new Map<string, number>();

  constructor(common: CommonFacts = {}) {
    this.#common = common;
  }

  /** Takes in a whole file without copying it; what is at `n` in it is at `n` plus the answer here. */
  addFile(bytes: Uint8Array): number {
    return this.#shelf.addBytes(bytes);
  }

  add(outcome: Outcome): LinePlace {
    const line: Record<string, unknown> = { ...outcome };
    delete line['item'];
    for (const [name, value] of Object.entries(this.#common)) if (line[name] === value) delete line[name];
    if (outcome.question !== undefined) line['question'] = this.#placeOf(outcome.question) ?? outcome.question;
    return this.#shelf.add(JSON.stringify(line));
  }

  /** The outcome of an item. Every line was looked over before it was taken in. */
  read(place: LinePlace, item: string): Outcome {
    const line = JSON.parse(this.#shelf.read(place)) as Record<string, unknown>;
    if (typeof line['question'] === 'number') line['question'] = this.#questions[line['question']];
    return { ...this.#common, ...line, item } as Outcome;
  }

  #placeOf(question: string): number | undefined {
    const known = this.#places.get(question);
    if (known !== undefined || this.#questions.length >= mostQuestions) return known;
    this.#places.set(question, this.#questions.length);
    return this.#questions.push(question) - 1;
  }
}
