import { foldLabel } from '../../affect/foldLabel.ts';
import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import { codedAt, codedFrom, countCoded } from '../codedTexts.ts';
import type { DraftTable } from '../draftTable.ts';
import type { FieldValues } from '../fieldColumns.ts';
import { alignDrafts, hasRow, joinDrafts, type AlignedDrafts } from '../joinDrafts.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { Problem } from '../problem.ts';
import { remembered } from '../remembered.ts';
import type { FormatReading } from './format.ts';

/**
 * Puts together what two layouts of one folder say. Where both say something of a picture the first one stays: another label is a problem, and
 * a rating that differs, or a label of something else than emotions, is a further column.
 */
export function joinReadings(first: FormatReading, second: FormatReading, lexicon: Lexicon): FormatReading {
  const aligned = alignDrafts(first.table, second.table);
  const apart = setApart(aligned, second.columns, lexicon);
  const drafts = { first: aligned.first, second: apart.second };
  const { label } = drafts.second.texts;
  const givesLabels = label !== undefined || drafts.second.raters !== undefined;
  const columns = { ...first.columns, ...newColumns(first.columns, second.columns, apart.roles) };
  const classes = first.classes && classesOf(first.classes, second.classes, givesLabels ? drafts.second : undefined);
  const { unread } = first;
  return {
    table: joinDrafts(drafts),
    problems: problemsOf(first, second, drafts.second).concat(conflicts(drafts, lexicon)),
    tables: first.tables.concat(second.tables),
    hasPerceivedLabels: first.hasPerceivedLabels || (second.hasPerceivedLabels && givesLabels),
    ...(classes && { classes }),
    ...((first.taskClasses ?? second.taskClasses) && {
      taskClasses: { ...second.taskClasses, ...first.taskClasses },
    }),
    ...(Object.keys(columns).length > 0 && { columns }),
    ...((first.judged ?? second.judged) && { judged: [...(first.judged ?? []), ...(second.judged ?? [])] }),
    ...(unread && { unread }),
  };
}

const ratings = ['degree', 'quality'] as const;
type ApartRole = 'label' | (typeof ratings)[number];

/** Takes what cannot fill the gaps of the first one into further columns. */
function setApart(
  { first, second }: AlignedDrafts,
  columns: FormatReading['columns'],
  lexicon: Lexicon,
): { readonly second: DraftTable; readonly roles: ReadonlySet<ApartRole> } {
  const roles = new Set<ApartRole>();
  const fields = new Map<string, FieldValues>(second.fields);
  let { degree, quality } = second;
  const texts = { ...second.texts };
  if (texts.label !== undefined && !areAlike(first, second, lexicon)) {
    fields.set(columns?.label ?? 'label', { kind: 'texts', coded: texts.label });
    delete texts.label;
    roles.add('label');
  }
  for (const role of ratings) {
    const numbers = second[role];
    if (numbers === undefined || !differ(first[role]?.values, numbers.values)) continue;
    const values = numbers.values.map((value) => (Number.isFinite(value) ? value : NaN));
    fields.set(columns?.[role] ?? role, { kind: 'numbers', values });
    roles.add(role);
    if (role === 'degree') degree = undefined;
    else quality = undefined;
  }
  if (roles.size === 0) return { second, roles };
  const { degree: _degree, quality: _quality, ...others } = second;
  return { second: { ...others, texts, fields, ...(degree && { degree }), ...(quality && { quality }) }, roles };
}

/** Whether the labels of both are of one kind: the second ones are emotions or words of the first, or there are no first ones. */
function areAlike(first: DraftTable, second: DraftTable, lexicon: Lexicon): boolean {
  const own = new Set([...(first.texts.label?.values ?? []), ...(first.raters ?? []).flatMap((said) => said ?? [])]);
  if (own.size === 0) return true;
  const words = [...countCoded(second.texts.label!).keys()];
  return words.filter((word) => own.has(word) || isEmotionWord(word, lexicon)).length * 2 >= words.length;
}

function differ(first: Float64Array | undefined, second: Float64Array): boolean {
  return first?.some((value, i) => !Number.isNaN(value) && !Number.isNaN(second[i]!) && value !== second[i]) === true;
}

function newColumns(
  own: FormatReading['columns'] = {},
  further: FormatReading['columns'] = {},
  apart: ReadonlySet<string>,
): NonNullable<FormatReading['columns']> {
  return Object.fromEntries(Object.entries(further).filter(([role]) => !(role in own) && !apart.has(role)));
}

/** A label that the second one brings is none that the first one forgot to declare. */
function classesOf(
  first: readonly string[],
  declared: readonly string[] | undefined,
  second: DraftTable | undefined,
): readonly string[] {
  if (second === undefined) return first;
  const said = declared ?? [
    ...countCoded(second.texts.label ?? codedFrom(0, () => undefined)).keys(),
    ...(second.raters ?? []).flatMap((raters) => raters ?? []),
  ];
  return [...new Set([...first, ...said])];
}

/** A picture that either has a row about has one, and a picture that is missing is so once. */
function problemsOf(first: FormatReading, second: FormatReading, aligned: DraftTable): Problem[] {
  const told = new Set<string>();
  for (const [i, { path }] of aligned.files.entries()) if (hasRow(aligned, i)) told.add(path);
  for (const { kind, item } of second.problems) if (kind === 'bad-row' && item !== undefined) told.add(item);
  const missing = new Set(first.problems.filter(({ kind }) => kind === 'missing-image').map(nameOf));
  const own = first.problems.filter(({ kind, item }) => kind !== 'image-without-row' || !told.has(item ?? ''));
  const further = second.problems.filter((problem) => {
    if (problem.kind === 'image-without-row') return false;
    return problem.kind !== 'missing-image' || !missing.has(nameOf(problem));
  });
  return own.concat(further);
}

/** Formats name pictures with or without their extensions. */
function nameOf({ facts }: Problem): string {
  return (facts['value'] ?? '')
    .replace(/^.*[\\/]/s, '')
    .replace(/\.\w+$/, '')
    .toLowerCase();
}

function conflicts({ first, second }: AlignedDrafts, lexicon: Lexicon): readonly Problem[] {
  const [own, other] = [first.texts.label, second.texts.label];
  if (own === undefined || other === undefined) return [];
  const key = remembered((label: string) => foldLabel(label, lexicon) ?? normaliseForm(label));
  const problems: Problem[] = [];
  for (let i = 0; i < first.length; i++) {
    const [before, label] = [codedAt(own, i), codedAt(other, i)];
    if (before === undefined || label === undefined || key(before) === key(label)) continue;
    const { path } = first.files[i]!;
    const place = { file: codedAt(second.rows?.file, i) ?? '', line: second.rows?.line[i] ?? 0, item: path };
    const line = `${codedAt(first.rows?.file, i) ?? ''}:${first.rows?.line[i] ?? 0}`;
    problems.push({ kind: 'conflicting-label', ...place, facts: { value: path, line, label, before } });
  }
  return problems;
}
