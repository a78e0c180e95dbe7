import { builtInLexicon, extendLexicon } from '../affect/lexicon.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import type { RunRecord } from './runRecord.ts';

/** What a run's record says of the words it is read with. */
export function recordedLexicon(lexicon: Lexicon = builtInLexicon): Pick<RunRecord, 'lexiconVersion' | 'lexicon'> {
  const { version, own } = lexicon;
  return { lexiconVersion: version, ...(own.length === 0 ? {} : { lexicon: [...own] }) };
}

/**
 * The words that a run was read with: the built-in ones of today with the run's own. Where the built-in ones have changed since,
 * the version differs from the one on record.
 */
export function lexiconOfRun(record: Pick<RunRecord, 'lexicon'>): Lexicon {
  return extendLexicon(builtInLexicon, record.lexicon ?? []);
}
