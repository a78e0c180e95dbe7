import type { ReviewLine, VerdictKind } from './verdict.ts';

/** What a verdict is about: a portrait, or one outcome of it. */
export interface VerdictSubject {
  readonly item: string;
  readonly run?: string;
  readonly stage?: string;
}

/** A verdict in force. */
export interface Verdict {
  readonly subject: VerdictSubject;
  readonly kind: VerdictKind;
  readonly author: string;
  readonly at: string;
  readonly note?: string;
}

/** The verdicts in force, folded from `reviews.jsonl`: for each subject its last line counts, `null` takes it back. */
export class ReviewBook {
  readonly #byItem = new Map<string, Map<string, Verdict>>();

  constructor(lines: Iterable<ReviewLine> = []) {
    for (const line of lines) this.add(line);
  }

  /** Takes in one more line. */
  add(line: ReviewLine): void {
    const subject = subjectOf(line);
    const verdicts = this.#byItem.get(line.item) ?? new Map<string, Verdict>();
    if (line.verdict === null) verdicts.delete(keyOf(subject));
    else
      verdicts.set(keyOf(subject), { subject, kind: line.verdict, author: line.author, at: line.at, note: line.note });
    if (verdicts.size > 0) this.#byItem.set(line.item, verdicts);
    else this.#byItem.delete(line.item);
  }

  /** All verdicts in force on a portrait and its outcomes, in the order they were first given. */
  of(item: string): readonly Verdict[] {
    return [...(this.#byItem.get(item)?.values() ?? [])];
  }

  /** The verdict that closes an outcome: the one on the outcome itself, else the one on its portrait. */
  closing(item: string, run: string, stage: string): Verdict | undefined {
    const verdicts = this.#byItem.get(item);
    return verdicts?.get(keyOf({ item, run, stage })) ?? verdicts?.get(keyOf({ item }));
  }

  /** The portraits with at least one verdict. */
  items(): Iterable<string> {
    return this.#byItem.keys();
  }

  /** Number of portraits with at least one verdict. */
  get size(): number {
    return this.#byItem.size;
  }
}

/** The subject that a verdict of a kind has: `modelWrong` is about one outcome, all others are about the portrait. */
export function subjectFor(kind: VerdictKind, at: VerdictSubject): VerdictSubject {
  return kind === 'modelWrong' ? at : { item: at.item };
}

function subjectOf(line: ReviewLine): VerdictSubject {
  return { item: line.item, run: line.run, stage: line.stage };
}

function keyOf(subject: VerdictSubject): string {
  return JSON.stringify([subject.run ?? null, subject.stage ?? null]);
}
