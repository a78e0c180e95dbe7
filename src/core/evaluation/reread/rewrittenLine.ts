import type { Outcome } from '../outcome.ts';
import type { RunRecord } from '../runRecord.ts';
import { pickReading } from './readAgain.ts';
import type { Reading } from './readAgain.ts';

const readFields: ReadonlySet<string> = new Set(['kind', 'rule', 'label', 'labels', 'value', 'span', 'entry']);

/**
 * An outcome with another reading in the place of its own, all else as it was and in the order it had. With `flipped`, the
 * record of the run as it stands, the former reading is kept in `was`, and one from before that is given up.
 */
export function rewrittenLine(
  outcome: Outcome,
  reading: Reading,
  flipped?: Pick<RunRecord, 'readerVersion' | 'lexiconVersion'>,
): Outcome {
  const { kind, label, labels, value, rule } = outcome;
  const before = pickReading({ kind, label, labels, value, rule });
  const was = flipped && {
    ...before,
    readerVersion: flipped.readerVersion,
    lexiconVersion: flipped.lexiconVersion,
  };
  const fields = Object.entries(outcome).flatMap(([name, field]): [string, unknown][] => {
    if (name === 'kind') return Object.entries({ ...pickReading(reading), ...(was && { was }) });
    const isOld = readFields.has(name) || (name === 'was' && was !== undefined);
    return isOld ? [] : [[name, field]];
  });
  return Object.fromEntries(fields) as Outcome;
}
