import type { Items } from '../benchmark/item.ts';
import type { ResolvedStage } from '../evaluation/protocol.ts';
import type { RunRecord } from '../evaluation/runRecord.ts';
import { stagesOf } from './recordedStages.ts';

/** How the labels of a benchmark differ from those that a run was asked with. */
export interface LabelsSince {
  /** Labels of the run's items that were never among the answers, and how many of these items have each: none of them can be right. */
  readonly neverOffered: readonly { readonly label: string; readonly items: number }[];
  /** Labels that were offered, and that the benchmark does not have any more. */
  readonly gone: readonly string[];
}

/**
 * What has changed of a benchmark's labels since a run began, as far as its answers are compared with them; `undefined` where nothing
 * has. A label that the run's own protocol leaves out has not changed. `asked` are the run's items, `labels` those of the benchmark now.
 */
export function labelsSince(record: RunRecord, asked: Items, labels: readonly string[]): LabelsSince | undefined {
  const stages = stagesOf(record);
  const judged = stages.ok ? stages.value.filter(isAboutLabels) : [];
  if (judged.length === 0) return undefined;
  const then = new Set(record.labels);
  const isNew = new Set(labels.filter((label) => !then.has(label) && judged.some((stage) => !isOffered(stage, label))));
  const counts = new Map<string, number>();
  if (isNew.size > 0)
    for (const { label } of asked)
      if (label !== undefined && isNew.has(label)) counts.set(label, (counts.get(label) ?? 0) + 1);
  const now = new Set(labels);
  const gone = record.labels.filter((label) => !now.has(label) && judged.some((stage) => isOffered(stage, label)));
  if (counts.size === 0 && gone.length === 0) return undefined;
  return { neverOffered: [...counts].map(([label, items]) => ({ label, items })), gone };
}

function isAboutLabels({ answer }: ResolvedStage): boolean {
  return answer.kind !== 'number' && answer.truth === 'label';
}

function isOffered({ answer }: ResolvedStage, label: string): boolean {
  return answer.kind !== 'number' && (answer.labels as readonly string[]).includes(label);
}
