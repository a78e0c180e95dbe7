import { bareClass, isCodes } from './columnFits.ts';
import { isPredictionName, nameFit } from './columnNames.ts';
import type { ColumnProfile } from './columnProfile.ts';
import type { RoleReason } from './columnRoles.ts';
import { answerColumn, isOptionName } from './optionColumns.ts';

/** The column of labels that was found, how sure that is, and why. */
export interface FoundLabel {
  readonly column: ColumnProfile;
  readonly sure: number;
  readonly why: RoleReason;
}

/** What else a table has that tells of the emotion. */
export interface OtherLabels {
  /** Votes, or several raters. */
  readonly hasRatings: boolean;
  readonly hasPrompted: boolean;
}

/** The column of labels among those that are `free`: see rule 6 of `inferColumns`; without further tasks, which come later. */
export function labelColumn(
  free: readonly ColumnProfile[],
  all: readonly ColumnProfile[],
  { hasRatings, hasPrompted }: OtherLabels,
): FoundLabel | undefined {
  const answer = answerColumn(free, all);
  if (answer) return { column: answer, sure: 0.9, why: 'nameAndContent' };
  const mayBe = free.filter(({ name }) => !isPredictionName(name));
  const words = fuller(
    mayBe.filter((column) => column.emotions >= 0.5 && (column.length <= 200 || column.lists >= 0.5)),
  );
  const best = byName(words)[0];
  // Options of a question are no answers to it.
  const isOption = best !== undefined && isOptionName(best.column.name, all);
  if (best && !isOption) return best.fit > 0 ? found(best.column, 0.95, 'nameAndContent') : found(best.column, 0.6);
  if (hasRatings) return undefined;
  const codes = byName(mayBe.filter((column) => isCodes(column) && !hasPrompted)).find(({ fit }) => fit > 0);
  const isWorded = codes !== undefined && codes.column.numbers < 0.5;
  const polarity = isWorded || hasPrompted ? undefined : free.find((column) => column.polarities >= 0.9);
  if (polarity && polarity.distinct.size > 1 && isCodes(polarity)) return found(polarity, 0.5);
  if (codes) return found(codes.column, 0.3 + codes.fit * 0.3, 'name');
  const only = bareClass(free, all);
  return only && found(only, 0.4);
}

function found(column: ColumnProfile, sure: number, why: RoleReason = 'content'): FoundLabel {
  return { column, sure, why };
}

/** A column that holds hardly anything beside others of the same kind: a name that one record spells in another way is a column of its own. */
const hardlyAny = 20;

function fuller(columns: readonly ColumnProfile[]): readonly ColumnProfile[] {
  const most = Math.max(0, ...columns.map(({ filled }) => filled));
  return columns.filter(({ filled }) => filled * hardlyAny >= most);
}

/** The better named ones first. */
function byName(columns: readonly ColumnProfile[]): { readonly column: ColumnProfile; readonly fit: number }[] {
  return columns.map((column) => ({ column, fit: nameFit(column.name, 'label') })).sort((a, b) => b.fit - a.fit);
}
