import type { OutcomeKind } from '../evaluation/outcome.ts';

/**
 * What an asked question comes to other than one of the labels. `otherLabel`: an answer that was read, but is none of the
 * labels, as open questions allow.
 */
export const notALabel = ['otherLabel', 'outOfSet', 'ambiguous', 'refused', 'unparsed', 'truncated', 'failed'] as const;

/** One of {@link notALabel}. */
export type NotALabel = (typeof notALabel)[number];

/** One asked question of which the truth is known: `answer` is there when the outcome is `answered`. */
export interface Judged {
  readonly truth: string;
  readonly kind: Exclude<OutcomeKind, 'skipped'>;
  readonly answer?: string;
}

/**
 * Counts of truth (rows) by outcome (columns). A row has one cell for each label and then one for each of `others`, so it
 * sums to the label's support.
 */
export interface Confusion {
  readonly labels: readonly string[];
  readonly others: readonly NotALabel[];
  readonly rows: readonly (readonly number[])[];
}

/** Counts judged questions. `labels` come first and in their order; truths that are none of them follow. */
export function confusionOf(judged: readonly Judged[], labels: readonly string[]): Confusion {
  const { labels: all, width, cells } = confusionCells(judged, labels);
  const rows = all.map(() => new Array<number>(width).fill(0));
  for (const cell of cells) {
    const row = rows[Math.floor(cell / width)];
    if (row !== undefined) row[cell % width] = (row[cell % width] ?? 0) + 1;
  }
  return { labels: all, others: notALabel, rows };
}

/** The cell of each judged question, counted row by row. */
export function confusionCells(
  judged: readonly Judged[],
  labels: readonly string[],
): { readonly labels: readonly string[]; readonly width: number; readonly cells: Uint32Array } {
  const all = [...new Set([...labels, ...judged.map(({ truth }) => truth)])];
  const places = new Map(all.map((label, place) => [label, place]));
  const width = all.length + notALabel.length;
  const columnOf = ({ kind, answer }: Judged): number => {
    const label = kind === 'answered' && answer !== undefined ? places.get(answer) : undefined;
    return label ?? all.length + notALabel.indexOf(kind === 'answered' ? 'otherLabel' : kind);
  };
  return {
    labels: all,
    width,
    cells: Uint32Array.from(judged, (one) => (places.get(one.truth) ?? 0) * width + columnOf(one)),
  };
}
