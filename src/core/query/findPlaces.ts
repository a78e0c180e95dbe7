import { builtInLexicon } from '../affect/lexicon.ts';
import { foldLabel } from '../affect/foldLabel.ts';
import type { ItemColumn } from '../benchmark/itemColumns.ts';
import { outcomeKind } from '../evaluation/outcome.ts';
import { verdictKind } from '../review/verdict.ts';
import type { BenchmarkColumns } from './benchmarkColumns.ts';
import { searchColumn } from './foldedText.ts';
import { cross, crossed, inverted, looked, mapped, tableOf, turned, unite, united } from './masks.ts';
import { isAbsence, isNegative, numberTest, wordFits } from './comparing.ts';
import type { Condition, QueryTerm } from './query.ts';
import type { RunColumns, StageColumns } from './runColumns.ts';
import { standingMask } from './listPlaces.ts';
import { foldForSearch } from './searchText.ts';

/** The answers that a condition speaks of: stages of runs. */
type Scope = readonly { readonly run: RunColumns; readonly stages: readonly StageColumns[] }[];

/** Fields about one prediction; the others are about the item. */
const predictionFields: ReadonlySet<string> = new Set(['pred', 'model', 'run', 'stage', 'outcome', 'text']);
/** Of these, the ones that say which predictions are meant. */
const scopeFields: ReadonlySet<string> = new Set(['model', 'run', 'stage']);
/** Fields whose values are labels, which people spell in many ways. */
const labelFields: ReadonlySet<string> = new Set(['label', 'prompted', 'pred']);

/**
 * For each item 1 where a condition holds. Conditions on predictions that stand side by side speak of one and the same prediction:
 * `model:gpt-4o outcome:refused` is a refusal by gpt-4o. `model`, `run` and `stage` also narrow what a `not` or a parenthesis beside
 * them sees: `model:gpt-4o not outcome:refused` is a portrait that gpt-4o saw and never refused. `text` alone is also looked for in
 * the text that comes with the item. Goes through whole columns, so that no item, outcome or dossier is made.
 */
export function findPlaces(condition: Condition, columns: BenchmarkColumns): Uint8Array {
  const scope = columns.runs.map((run) => ({ run, stages: run.stages.filter(({ isFurther }) => !isFurther) }));
  return new Finder(columns, scope).mask(condition, scope);
}

class Finder {
  readonly #columns: BenchmarkColumns;
  readonly #length: number;
  readonly #everything: Scope;

  constructor(columns: BenchmarkColumns, everything: Scope) {
    this.#columns = columns;
    this.#length = columns.table.length;
    this.#everything = everything;
  }

  mask(condition: Condition, scope: Scope): Uint8Array {
    switch (condition.kind) {
      case 'all':
        return new Uint8Array(this.#length).fill(1);
      case 'word':
        return this.#word(condition.text);
      case 'not':
        return inverted(this.mask(condition.part, scope));
      case 'or':
        return condition.parts.map((part) => this.mask(part, scope)).reduce(united);
      case 'and':
        return this.#all(condition.parts, scope);
      case 'term':
        return this.#all([condition], scope);
    }
  }

  #all(parts: readonly Condition[], scope: Scope): Uint8Array {
    const about: QueryTerm[] = [];
    const absences: QueryTerm[] = [];
    const others: Condition[] = [];
    const masks: Uint8Array[] = [];
    for (const part of parts) {
      if (part.kind !== 'term') others.push(part);
      else if (!predictionFields.has(part.field.name)) masks.push(this.#item(part, scope));
      else if (isAbsence(part)) absences.push(part);
      else about.push(part);
    }
    const narrowed = narrow(scope, about);
    if (about.length > 0) masks.push(this.#said(about, narrowed));
    for (const part of absences) masks.push(this.#absent(part, narrowed));
    for (const part of others) masks.push(this.mask(part, narrowed));
    return masks.reduce(crossed);
  }

  #word(text: string): Uint8Array {
    const found = searchColumn(this.#columns.table.ids, foldForSearch(text), false);
    for (const field of ['label', 'generator', 'prompted']) {
      const column = this.#columns.table.column(field);
      if (column !== undefined && column.kind !== 'number') unite(found, this.#words(column, contains(text), false));
    }
    return found;
  }

  #item(term: QueryTerm, scope: Scope): Uint8Array {
    const { field, value, operator } = term;
    if (field.name === 'review') return this.#review(value, operator === 'is');
    if (field.name === 'standing') return turned(standingMask([value], this.#columns), operator === 'is');
    if (field.name === 'has') return turned(this.#has(value, scope), operator === 'is');
    const column = this.#columns.table.column(field.column);
    if (column === undefined) return new Uint8Array(this.#length).fill(absentFits(term) ? 1 : 0);
    if (column.kind === 'number') return mapped(column.values, numberTest(term));
    return this.#text(term, column);
  }

  #text(term: QueryTerm, column: Exclude<ItemColumn, { kind: 'number' }>): Uint8Array {
    const { operator } = term;
    const searches = operator === 'contains' || operator === 'lacks';
    if (column.kind === 'choice' || (!searches && !isAbsence(term) && term.field.type === 'any')) {
      const meant = column.kind === 'choice' && labelFields.has(term.field.name) ? asLabel(term, column) : term;
      return this.#words(column, (word) => wordFits(meant, word), absentFits(term));
    }
    if (isAbsence(term)) return turned(searchColumn(column, '', false), operator === 'not');
    return turned(searchColumn(column, foldForSearch(term.value), !searches), !isNegative(term));
  }

  /** Tests each distinct word once where the column has them. */
  #words(
    column: Exclude<ItemColumn, { kind: 'number' }>,
    test: (word: string) => boolean,
    absent: boolean,
  ): Uint8Array {
    const mask = new Uint8Array(this.#length);
    if (column.kind === 'choice') return looked(column.codes, tableOf(column.values, test, absent), mask);
    for (let i = 0; i < mask.length; i++) {
      const word = column.at(i);
      mask[i] = (word === undefined ? absent : test(word)) ? 1 : 0;
    }
    return mask;
  }

  #review(value: string, is: boolean): Uint8Array {
    const { verdicts, open } = this.#columns;
    if (value === 'open') return turned(open, is);
    const bits = value === 'none' || value === 'any' ? 0xff : 1 << verdictKind.options.indexOf(value as 'modelWrong');
    return mapped(verdicts, (given) => (((given & bits) !== 0) === (value !== 'none')) === is);
  }

  #has(name: string, scope: Scope): Uint8Array {
    const { table } = this.#columns;
    switch (name) {
      case 'prediction':
        return this.#some(scope, ({ kinds }) => kinds);
      case 'error':
        return this.#some(scope, ({ rights }) => rights.map((right) => (right === 2 ? 1 : 0)));
      case 'review':
        return this.#review('any', true);
      case 'problem':
        return this.#columns.faulty;
      case 'row':
        return mapped(table.parts.row?.line ?? new Uint32Array(this.#length), (line) => line > 0);
      case 'video': {
        const media = table.column('media');
        return media?.kind === 'choice'
          ? this.#words(media, (one) => one === 'video', false)
          : new Uint8Array(this.#length);
      }
      default:
        return this.#present(table.column(name === 'caption' ? 'text' : name));
    }
  }

  #present(column: ItemColumn | undefined): Uint8Array {
    if (column === undefined) return new Uint8Array(this.#length);
    if (column.kind === 'number') return mapped(column.values, (value) => !Number.isNaN(value));
    if (column.kind === 'choice') return mapped(column.codes, (code) => code !== 0);
    return searchColumn(column, '', false);
  }

  /** 1 where some prediction of the scope that counts has something other than 0. */
  #some(scope: Scope, of: (stage: StageColumns) => Uint8Array): Uint8Array {
    const found = new Uint8Array(this.#length);
    for (const { run, stages } of scope) {
      const shown = this.#columns.shown(run);
      for (const stage of stages) {
        const values = of(stage);
        for (let i = 0; i < found.length; i++) if (values[i] !== 0 && shown?.[i] !== 0) found[i] = 1;
      }
    }
    return found;
  }

  #absent({ field, operator }: QueryTerm, scope: Scope): Uint8Array {
    const answered = outcomeKind.options.indexOf('answered') + 1;
    const present = this.#some(scope, ({ kinds }) =>
      field.name === 'pred' ? kinds.map((kind) => (kind === answered ? 1 : 0)) : kinds,
    );
    return turned(present, operator === 'not');
  }

  /** 1 where one prediction of the scope fulfils all terms. */
  #said(terms: readonly QueryTerm[], scope: Scope): Uint8Array {
    const rows = terms.filter(({ field }) => !scopeFields.has(field.name));
    const found = new Uint8Array(this.#length);
    for (const { run, stages } of scope) {
      const shown = this.#columns.shown(run);
      const texts = new Map(rows.filter(isText).map((term) => [term, run.said.search(term.value)]));
      for (const stage of stages) {
        const here = mapped(stage.kinds, (kind) => kind !== 0);
        if (shown) cross(here, shown);
        for (const term of rows) cross(here, rowMask(term, run, stage, texts.get(term)));
        unite(found, here);
      }
    }
    const captions = this.#columns.table.column('text');
    const alone = scope === this.#everything && rows.every(isText) && rows.length === terms.length;
    if (alone && captions !== undefined && captions.kind !== 'number') {
      unite(found, rows.map((term) => this.#captions(term, captions)).reduce(crossed));
    }
    return found;
  }

  #captions(term: QueryTerm, column: Exclude<ItemColumn, { kind: 'number' }>): Uint8Array {
    const holds = isNegative(term) ? (word: string) => !contains(term.value)(word) : contains(term.value);
    if (column.kind === 'choice') return this.#words(column, holds, false);
    const found = searchColumn(column, foldForSearch(term.value), false);
    return isNegative(term) ? crossed(inverted(found), searchColumn(column, '', false)) : found;
  }
}

function isText({ field }: QueryTerm): boolean {
  return field.name === 'text';
}

function narrow(scope: Scope, about: readonly QueryTerm[]): Scope {
  const scoping = about.filter(({ field }) => scopeFields.has(field.name));
  if (scoping.length === 0) return scope;
  const fits = (field: string, value: string): boolean =>
    scoping.every((term) => term.field.name !== field || wordFits(term, value));
  return scope.flatMap(({ run, stages }) => {
    if (!fits('model', run.facts.model) || !fits('run', run.facts.run)) return [];
    const left = stages.filter(({ stage }) => fits('stage', stage));
    return left.length === 0 ? [] : [{ run, stages: left }];
  });
}

/** For each item 1 where an outcome, if there is one, fulfils a term. */
function rowMask(term: QueryTerm, run: RunColumns, stage: StageColumns, said: Uint8Array | undefined): Uint8Array {
  const mask = new Uint8Array(stage.kinds.length);
  if (term.field.name === 'outcome') return outcomeMask(term, stage, mask);
  if (term.field.name === 'text') {
    const found = looked(stage.said, said ?? new Uint8Array(1), mask);
    return isNegative(term) ? inverted(found) : found;
  }
  return predictedMask(term, run, stage, mask);
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
  looked(
    stage.labels,
    tableOf(run.labels, (label) => wordFits(meant, label), false),
    mask,
  );
  if (isNegative(term)) {
    const opposite: QueryTerm = { ...meant, operator: term.operator === 'lacks' ? 'contains' : 'is' };
    const asked = tableOf(run.optionSets, (options) => options.some((option) => wordFits(opposite, option)), true);
    cross(mask, looked(stage.options, asked, new Uint8Array(mask.length)));
  }
  const { values } = stage;
  if (values !== undefined) {
    const fits = numberTest(term);
    for (let i = 0; i < mask.length; i++) if (!Number.isNaN(values[i]!)) mask[i] = fits(values[i]!) ? 1 : 0;
  }
  return mask;
}

/** A term whose value is a spelling of a label, with the label: `label:Happiness` finds `happy`. */
function asLabel(term: QueryTerm, { values }: { readonly values: readonly string[] }): QueryTerm {
  if (term.quoted || (term.operator !== 'is' && term.operator !== 'not') || isAbsence(term)) return term;
  const wanted = foldForSearch(term.value);
  if (values.some((value) => foldForSearch(value) === wanted)) return term;
  const label = foldLabel(term.value, builtInLexicon, values);
  return label === undefined ? term : { ...term, value: label };
}

/** Whether an item without the field is found. */
function absentFits(term: QueryTerm): boolean {
  if (isAbsence(term)) return term.operator === 'is';
  return term.field.type !== 'number' && isNegative(term);
}

function contains(text: string): (word: string) => boolean {
  const wanted = foldForSearch(text);
  return (word) => foldForSearch(word).includes(wanted);
}
