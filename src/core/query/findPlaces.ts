import type { ChoiceColumn, ItemColumn, TextColumn } from '../benchmark/itemColumns.ts';
import { outcomeKind } from '../evaluation/outcome.ts';
import { verdictKind } from '../review/verdict.ts';
import { fieldNamed } from './language/queryFields.ts';
import { vocabularyOf } from './vocabularyOf.ts';
import { asLabel } from './answerMasks.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { comparesNumbers, isAbsence, isNegative, numberTest, wordTest } from './comparing.ts';
import { findSaid, isText, type Scope } from './findSaid.ts';
import { presentIn, searchColumn } from './foldedText.ts';
import { standingMask } from './listPlaces.ts';
import { cross, crossed, inverted, leftOver, looked, mapped, turned, unite } from './masks.ts';
import type { Condition, QueryTerm } from './language/query.ts';
import type { StageColumns } from './columns/stageColumns.ts';
import { foldForSearch } from './searchText.ts';
import { textNumbers } from './textNumbers.ts';
import { type Turns, workedOffAtOnce } from '../turns.ts';

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
  return workedOffAtOnce(findInTurns(condition, columns));
}

/** The same, yielding now and then: a query may have many conditions, and texts are long. */
export function findInTurns(condition: Condition, columns: BenchmarkColumns): Turns<Uint8Array> {
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

  /** 1 where a condition holds, as far as places count: those where `open` is 0 do not, and may have anything. */
  *mask(condition: Condition, scope: Scope, open?: Uint8Array): Turns<Uint8Array> {
    switch (condition.kind) {
      case 'all':
        return this.#filled(1);
      case 'word':
        return yield* this.#word(condition.text, open);
      case 'not':
        return inverted(yield* this.mask(condition.part, scope, open));
      case 'or':
        return yield* this.#any(condition.parts, scope, open);
      case 'and':
        return yield* this.#all(condition.parts, scope, open);
      case 'term':
        return yield* this.#all([condition], scope, open);
    }
  }

  #filled(value: 0 | 1): Uint8Array {
    return new Uint8Array(this.#length).fill(value);
  }

  /** What takes little comes first, and each part is asked only where no earlier one holds. */
  *#any(parts: readonly Condition[], scope: Scope, open: Uint8Array | undefined): Turns<Uint8Array> {
    const found = this.#filled(0);
    let left = open;
    for (const part of parts.toSorted((a, b) => effortOf(a) - effortOf(b))) {
      if (left?.includes(1) === false) break;
      unite(found, yield* this.mask(part, scope, left));
      left = leftOver(open, found);
    }
    return found;
  }

  /** What takes little comes first, and each part is asked only where all earlier ones hold. */
  *#all(parts: readonly Condition[], scope: Scope, open: Uint8Array | undefined): Turns<Uint8Array> {
    const about = parts.filter((part) => isAboutAnswer(part));
    const narrowed = narrow(scope, about);
    const steps = parts
      .filter((part) => !isAboutAnswer(part))
      .map((part): Step => ({ effort: effortOf(part), holds: (left) => this.#one(part, scope, narrowed, left) }));
    if (about.length > 0) {
      const effort = about.reduce((sum, part) => sum + effortOf(part), 0);
      steps.push({ effort, holds: (left) => this.#said(about, narrowed, left) });
    }
    const found = open?.slice() ?? this.#filled(1);
    let left = open;
    for (const { holds } of steps.sort((a, b) => a.effort - b.effort)) {
      if (left?.includes(1) === false) break;
      cross(found, yield* holds(left));
      left = found;
      yield;
    }
    return found;
  }

  #one(part: Condition, scope: Scope, narrowed: Scope, open: Uint8Array | undefined): Turns<Uint8Array> {
    if (part.kind !== 'term') return this.mask(part, narrowed, open);
    return predictionFields.has(part.field.name) ? this.#absent(part, narrowed) : this.#item(part, scope, open);
  }

  *#word(text: string, open: Uint8Array | undefined): Turns<Uint8Array> {
    const found = yield* searchColumn(this.#columns.table.ids, foldForSearch(text), false, open);
    for (const field of ['label', 'generator', 'prompted']) {
      const column = this.#columns.table.column(field);
      if (column !== undefined && column.kind !== 'number') unite(found, yield* contained(column, text, open));
    }
    return found;
  }

  *#item(term: QueryTerm, scope: Scope, open: Uint8Array | undefined): Turns<Uint8Array> {
    const { field, value, operator } = term;
    if (field.name === 'review') return this.#review(value, operator === 'is');
    if (field.name === 'standing') return turned(standingMask([value], this.#columns), operator === 'is');
    if (field.name === 'has') return turned(yield* this.#has(value, scope), operator === 'is');
    const column = this.#columns.table.column(field.column);
    if (column === undefined) return this.#filled(absentFits(term) ? 1 : 0);
    if (column.kind === 'number') return mapped(column.values, numberTest(term));
    if (column.kind === 'text') return yield* textMask(term, column, open);
    const meant = labelFields.has(field.name) ? asLabel(term, column) : term;
    return yield* choiceMask(column, wordTest(meant), absentFits(term));
  }

  #review(value: string, is: boolean): Uint8Array {
    const { verdicts, open } = this.#columns;
    if (value === 'open') return turned(open, is);
    const bits = value === 'none' || value === 'any' ? 0xff : 1 << verdictKind.options.indexOf(value as 'modelWrong');
    return mapped(verdicts, (given) => (((given & bits) !== 0) === (value !== 'none')) === is);
  }

  *#has(name: string, scope: Scope): Turns<Uint8Array> {
    const { table } = this.#columns;
    switch (name) {
      case 'prediction':
        return yield* this.#some(scope, ({ kinds }) => kinds);
      case 'error':
        return yield* this.#some(scope, ({ rights }) => rights.map((right) => (right === 2 ? 1 : 0)));
      case 'review':
        return this.#review('any', true);
      case 'problem':
        return this.#columns.faulty;
      case 'row':
        return mapped(table.parts.row?.line ?? new Uint32Array(this.#length), (line) => line > 0);
      case 'video': {
        const media = table.column('media');
        if (media?.kind !== 'choice') return this.#filled(0);
        return yield* choiceMask(media, (one) => one === 'video', false);
      }
      default:
        return this.#present(table.column(fieldNamed(vocabularyOf(this.#columns).fields, name)?.column ?? name));
    }
  }

  #present(column: ItemColumn | undefined): Uint8Array {
    if (column === undefined) return this.#filled(0);
    if (column.kind === 'number') return mapped(column.values, (value) => !Number.isNaN(value));
    if (column.kind === 'choice') return mapped(column.codes, (code) => code !== 0);
    return presentIn(column);
  }

  /** 1 where some prediction of the scope that counts has something other than 0. */
  *#some(scope: Scope, of: (stage: StageColumns) => Uint8Array): Turns<Uint8Array> {
    const found = this.#filled(0);
    for (const { run, stages } of scope) {
      const shown = this.#columns.shown(run);
      for (const stage of stages) {
        const values = of(stage);
        for (let i = 0; i < found.length; i++) if (values[i] !== 0 && shown?.[i] !== 0) found[i] = 1;
        yield;
      }
    }
    return found;
  }

  *#absent({ field, operator }: QueryTerm, scope: Scope): Turns<Uint8Array> {
    const answered = outcomeKind.options.indexOf('answered') + 1;
    const present = yield* this.#some(scope, ({ kinds }) =>
      field.name === 'pred' ? kinds.map((kind) => (kind === answered ? 1 : 0)) : kinds,
    );
    return turned(present, operator === 'not');
  }

  /** 1 where one prediction of the scope fulfils all terms, or what is said of an item itself does. */
  *#said(terms: readonly QueryTerm[], scope: Scope, open: Uint8Array | undefined): Turns<Uint8Array> {
    const rows = terms
      .filter(({ field }) => !scopeFields.has(field.name))
      .toSorted((a, b) => effortOf(a) - effortOf(b));
    const found = yield* findSaid(rows, scope, this.#columns, open);
    const captions = this.#columns.table.column('text');
    const alone = scope === this.#everything && rows.every(isText) && rows.length === terms.length;
    if (!alone || captions === undefined || captions.kind === 'number') return found;
    const said = leftOver(open, found)?.slice() ?? this.#filled(1);
    for (const term of rows) {
      if (!said.includes(1)) break;
      const holds = yield* contained(captions, term.value, said);
      cross(said, isNegative(term) ? crossed(inverted(holds), this.#present(captions)) : holds);
    }
    unite(found, said);
    return found;
  }
}

/** A part of what must all hold: says where it does as far as `open` counts. */
interface Step {
  readonly effort: number;
  readonly holds: (open: Uint8Array | undefined) => Turns<Uint8Array>;
}

/** Whether a condition is about an answer that is there. */
function isAboutAnswer(part: Condition): part is QueryTerm {
  return part.kind === 'term' && predictionFields.has(part.field.name) && !isAbsence(part);
}

/** What a condition takes, roughly: that a text has a character is known, all else is looked for. */
function effortOf(condition: Condition): number {
  switch (condition.kind) {
    case 'all':
      return 0;
    case 'word':
      return 2;
    case 'not':
      return effortOf(condition.part);
    case 'or':
    case 'and':
      return condition.parts.reduce((sum, part) => sum + effortOf(part), 0);
    case 'term':
      return !isText(condition) ? 1 : condition.value.length === 1 ? 5 : 10;
  }
}

/** Distinct values that are tested between two turns of others. */
const valuesAtOnce = 8192;

/** 1 where the value of a column passes a test, each value being tested once; `absent` is for those that have none. */
function* choiceMask(
  { values, codes }: ChoiceColumn,
  test: (word: string) => boolean,
  absent: boolean,
): Turns<Uint8Array> {
  const table = new Uint8Array(values.length + 1);
  table[0] = absent ? 1 : 0;
  for (let i = 0; i < values.length; i++) {
    table[i + 1] = test(values[i]!) ? 1 : 0;
    if (i % valuesAtOnce === valuesAtOnce - 1) yield;
  }
  return looked(codes, table, new Uint8Array(codes.length));
}

/** 1 where the text of a column fulfils a term. */
function* textMask(term: QueryTerm, column: TextColumn, open: Uint8Array | undefined): Turns<Uint8Array> {
  const { operator, value } = term;
  if (isAbsence(term)) return turned(presentIn(column), operator === 'not');
  const isSearch = operator === 'contains' || operator === 'lacks';
  const compares = !isSearch && comparesNumbers(term);
  const isEqual = isSearch || operator === 'is' || operator === 'not';
  const wanted = foldForSearch(value);
  const found = turned(
    isEqual ? yield* searchColumn(column, wanted, !isSearch, open) : new Uint8Array(column.ends.length),
    !isNegative(term),
  );
  if (!compares) return found;
  const numbers = yield* textNumbers(column);
  const test = numberTest(term);
  for (let i = 0; i < found.length; i++) if (!Number.isNaN(numbers[i]!)) found[i] = test(numbers[i]!) ? 1 : 0;
  return found;
}

/** 1 where the text of a column holds another one. */
function* contained(column: ChoiceColumn | TextColumn, text: string, open: Uint8Array | undefined): Turns<Uint8Array> {
  const wanted = foldForSearch(text);
  if (column.kind === 'text') return yield* searchColumn(column, wanted, false, open);
  return yield* choiceMask(column, (word) => foldForSearch(word).includes(wanted), false);
}

function narrow(scope: Scope, about: readonly QueryTerm[]): Scope {
  const scoping = about.filter(({ field }) => scopeFields.has(field.name));
  if (scoping.length === 0) return scope;
  const fits = (field: string, value: string): boolean =>
    scoping.every((term) => term.field.name !== field || wordTest(term)(value));
  return scope.flatMap(({ run, stages }) => {
    if (!fits('model', run.facts.model) || !fits('run', run.facts.run)) return [];
    const left = stages.filter(({ stage }) => fits('stage', stage));
    return left.length === 0 ? [] : [{ run, stages: left }];
  });
}

/** Whether an item without the field is found. */
function absentFits(term: QueryTerm): boolean {
  if (isAbsence(term)) return term.operator === 'is';
  return term.field.type !== 'number' && isNegative(term);
}
