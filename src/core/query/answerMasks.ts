import { builtInLexicon } from '../affect/lexicon.ts';
import { foldLabel } from '../affect/foldLabel.ts';
import { outcomeKind } from '../evaluation/outcome.ts';
import { isAbsence, isNegative, numberMask, wordTest } from './comparing.ts';
import { cross, inverted, looked, numberThere, tableOf, turned, unite } from './masks.ts';
import type { QueryTerm } from './language/query.ts';
import type { RunColumns } from './columns/runColumns.ts';
import type { StageColumns } from './columns/stageColumns.ts';
import { foldForSearch } from './searchText.ts';

/** For each item 1 where an outcome, if there is one, fulfils a term about its kind or what it answers. */
export function answerMask(term: QueryTerm, run: RunColumns, stage: StageColumns): Uint8Array {
  const mask = new Uint8Array(stage.kinds.length);
  return term.field.name === 'outcome' ? outcomeMask(term, stage, mask) : predictedMask(term, run, stage, mask);
}

function outcomeMask(
  { value, operator }: QueryTerm,
  { kinds, rights, differs }: StageColumns,
  mask: Uint8Array,
): Uint8Array {
  if (value === 'differs') return turned(differs, operator === 'is');
  const found =
    value === 'right' || value === 'wrong'
      ? looked(rights, Uint8Array.of(0, value === 'right' ? 1 : 0, value === 'wrong' ? 1 : 0), mask)
      : looked(
          kinds,
          tableOf(outcomeKind.options, (kind) => kind === value, false),
          mask,
        );
  return turned(found, operator === 'is');
}

/**
 * `pred:!angry` asks for another answer to the question to which `angry` would have been one, not for the answer to every other
 * stage: an answer among other options does not count.
 */
function predictedMask(term: QueryTerm, run: RunColumns, stage: StageColumns, mask: Uint8Array): Uint8Array {
  const meant = asLabel(term, { values: run.labels });
  looked(stage.labels, tableOf(run.labels, wordTest(meant), false), mask);
  if (isNegative(term)) {
    const opposite: QueryTerm = { ...meant, operator: term.operator === 'lacks' ? 'contains' : 'is' };
    const isOption = wordTest(opposite);
    const asked = tableOf(run.optionSets, (options) => options.some(isOption), true);
    cross(mask, looked(stage.options, asked, new Uint8Array(mask.length)));
  }
  const { values } = stage;
  if (values !== undefined) {
    cross(mask, inverted(numberThere(values)));
    unite(mask, numberMask(term, values));
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
