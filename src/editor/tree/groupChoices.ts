import { groupFields } from '../../core/query/groupFields.ts';
import { groupFieldText } from '../../core/words/groupText.ts';
import type { GroupChoice } from '../../protocol/views.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** The fields by which a benchmark's portraits can be grouped now, named for people: a run by its model where that is its only one. */
export function groupChoices(session: BenchmarkSession): GroupChoice[] {
  const { runs } = session;
  const runName = (id: string): string => {
    const model = runs.find(({ run }) => run === id)?.model ?? id;
    return runs.filter((run) => run.model === model).length === 1 ? model : `${model} (${id})`;
  };
  return groupFields(session.columns).map(({ field, groups }) => ({
    field,
    text: groupFieldText(field, runName),
    groups,
  }));
}
