import type { Outcome } from '../evaluation/outcome.ts';
import { LineShelf, type LinePlace } from './lineShelf.ts';

/** Questions that are looked out for: where each portrait is asked another one, keeping them apart would save nothing. */
const mostQuestions = 10_000;

/** Outcomes as lines of a file; one is made when it is looked at. A question that is asked of thousands of pictures is held once. */
export class OutcomeLines {
  readonly #shelf = new LineShelf();
  readonly #questions: string[] = [];
  readonly #places = new Map<string, number>();

  /** Takes in a whole file without copying it; what is at `n` in it is at `n` plus the answer here. */
  addFile(bytes: Uint8Array): number {
    return this.#shelf.addBytes(bytes);
  }

  add(outcome: Outcome): LinePlace {
    const place = outcome.question === undefined ? undefined : this.#placeOf(outcome.question);
    return this.#shelf.add(JSON.stringify(place === undefined ? outcome : { ...outcome, question: place }));
  }

  /** Every line was looked over before it was taken in. */
  read(place: LinePlace): Outcome {
    const outcome = JSON.parse(this.#shelf.read(place)) as Omit<Outcome, 'question'> & { question?: string | number };
    if (typeof outcome.question === 'number') outcome.question = this.#questions[outcome.question]!;
    return outcome as Outcome;
  }

  #placeOf(question: string): number | undefined {
    const known = this.#places.get(question);
    if (known !== undefined || this.#questions.length >= mostQuestions) return known;
    this.#places.set(question, this.#questions.length);
    return this.#questions.push(question) - 1;
  }
}
