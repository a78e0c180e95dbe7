import type { Outcome, OutcomeKind } from '../evaluation/outcome.ts';
import type { RunData } from '../evaluation/runStore.ts';

/** One reply that our reader and the tool that asked for it read differently. */
export interface DifferingReading {
  readonly item: string;
  readonly stage: string;
  readonly kind: OutcomeKind;
  readonly label?: string;
  readonly theirs: NonNullable<Outcome['theirs']>;
  readonly reply?: string;
}

/** The replies of a run that the two readings differ about, in the order of the file. */
export function differingReadings({ outcomes }: Pick<RunData, 'outcomes'>): readonly DifferingReading[] {
  const found: DifferingReading[] = [];
  for (const ofItem of outcomes.values()) {
    for (const { item, stage, kind, label, theirs, differs, reply } of ofItem.values()) {
      if (differs !== true || theirs === undefined) continue;
      found.push({
        item,
        stage,
        kind,
        ...(label !== undefined && { label }),
        theirs,
        ...(reply !== undefined && { reply }),
      });
    }
  }
  return found;
}
