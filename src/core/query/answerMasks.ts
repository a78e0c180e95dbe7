import { builtInLexicon } from '../affect/lexicon.ts';
import { foldLabel } from '../affect/foldLabel.ts';
import { outcomeKind } from '../evaluation/outcome.ts';
import { isAbsence, isNegative, numberMask, wordTest } from './comparing.ts';
import type { Bits } from './bits.ts';
import { looked, numberThere, present, tableOf } from './codeBits.ts';
import type { QueryTerm } from './language/query.ts';
import type { RunColumns } from './columns/runColumns.ts';
import type { StageColumns } from './columns/stageColumns.ts';
import { foldForSearch } from './searchText.ts';

/** For each item 1 where an outcome, if there is one, fulfils a term about its kind or what it answers. */
export function answerMask(term: QueryTerm, run: RunColumns, stage: StageColumns): Bits {
  return term.field.name === 'outcome' ? outcomeMask(term, stage) : predictedMask(term, run, stage);
}

function outcomeMask({ value, operator }: QueryTerm, stage: StageColumns): Bits {
  if (value === 'differs') return present(stage.differs).turned(operator === 'is');
  return foundAs(value, stage).turned(operator === 'is');
}

/** What is refused or unread is not right either, but no wrong answer: lists and counts keep them apart, too. */
function foundAs(value: string, { kinds, rights }: StageColumns): Bits {
  if (value === 'right') return looked(rights, Uint8Array.of(0, 1, 0));
  const ofKind = looked(
    kinds,
    tableOf(outcomeKind.options, (kind) => kind === (value === 'wrong' ? 'answered' : value), false),
  );
  return value === 'wrong' ? ofKind.crossed(looked(rights, Uint8Array.of(0, 0, 1))) : ofKind;
}

/**
 * `pred:!angry` asks for another answer to the question to which `angry` would have been one, not for the answer to every other
 * stage: an answer among other options does not count.
 */
function predictedMask(term: QueryTerm, run: RunColumns, stage: StageColumns): Bits {
  const meant = asLabel(term, { values: run.labels });
  const mask = looked(stage.labels, tableOf(run.labels, wordTest(meant), false));
  if (isNegative(term)) {
    const opposite: QueryTerm = { ...meant, operator: term.operator === 'lacks' ? 'contains' : 'is' };
    const isOption = wordTest(opposite);
    const asked = tableOf(run.optionSets, (options) => options.some(isOption), true);
    mask.cross(looked(stage.options, asked));
  }
  const { values } = stage;
  if (values !== undefined) {
    mask.cross(numberThere(values).inverted());
    mask.unite(numberMask(term, values));
  }
  return mask;
}

/** A term whose value is a spelling of a label, with the label: `label:Happiness` finds `happy`. */
export function asLabel(term: QueryTerm, { values }: { readonly values: readonly string[] }): QueryTerm {
  if (term.quoted || (term.operator !== 'is' && term.operator !== 'not') || isAbsence(term)) return term;
  const wanted = foldForSearch(term.value);
  if (values.some((value) => foldForSearch(value) === wanted)) return term;
  const label = foldLabel(term.value, builtInLexicon, values);
  return label === undefined ? term : { ...term, value: label };
}
