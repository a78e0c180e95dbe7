import type { ItemColumn } from '../benchmark/itemColumns.ts';
import { outcomeKind } from '../evaluation/outcome.ts';
import { verdictKind } from '../review/verdict.ts';
import { fieldNamed } from './language/queryFields.ts';
import { vocabularyOf } from './vocabularyOf.ts';
import { asLabel } from './answerMasks.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { absentFits, asWanted, choiceMask, contained, textMask } from './columnMasks.ts';
import { isAbsence, isNegative, numberMask, wordTest } from './comparing.ts';
import { findSaid, type SaidTerms, type Scope } from './findSaid.ts';
import type { WantedText } from './numberedTexts.ts';
import { presentIn, searchColumn } from './foldedText.ts';
import { standingMask } from './listPlaces.ts';
import { Bits, leftOver } from './bits.ts';
import { coded, looked, numberThere, present, tableOf } from './codeBits.ts';
import type { Condition, QueryTerm } from './language/query.ts';
import type { StageColumns } from './columns/stageColumns.ts';
import { foldForSearch } from './searchText.ts';
import { type Turns, workedOffAtOnce } from '../turns.ts';

/** Fields about one prediction; the others are about the item. */
const predictionFields: ReadonlySet<string> = new Set(['pred', 'model', 'run', 'stage', 'outcome', 'text']);
/** Of these, the ones that say which predictions are meant. */
const scopeFields: ReadonlySet<string> = new Set(['model', 'run', 'stage']);
/** Of what is right, wrong or neither: 1 for what is wrong. */
const wrong = Uint8Array.of(0, 0, 1);
/** Fields whose values are labels, which people spell in many ways. */
const labelFields: ReadonlySet<string> = new Set(['label', 'prompted', 'pred']);

/**
 * For each item 1 where a condition holds. Conditions on predictions that stand side by side speak of one and the same prediction:
 * `model:gpt-4o outcome:refused` is a refusal by gpt-4o. `model`, `run` and `stage` also narrow what a `not` or a parenthesis beside
 * them sees: `model:gpt-4o not outcome:refused` is a portrait that gpt-4o saw and never refused. `text` alone is also looked for in
 * the text that comes with the item. Goes through whole columns, so that no item, outcome or dossier is made.
 */
export function findPlaces(condition: Condition, columns: BenchmarkColumns): Bits {
  return workedOffAtOnce(findInTurns(condition, columns));
}

/** The same, yielding now and then: a query may have many conditions, and texts are long. */
export function findInTurns(condition: Condition, columns: BenchmarkColumns): Turns<Bits> {
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
  *mask(condition: Condition, scope: Scope, open?: Bits): Turns<Bits> {
    switch (condition.kind) {
      case 'all':
        return this.#filled(1);
      case 'word':
        return yield* this.#word(condition.text, open);
      case 'not':
        return (yield* this.mask(condition.part, scope, open)).inverted();
      case 'or':
        return yield* this.#any(condition.parts, scope, open);
      case 'and':
        return yield* this.#all(condition.parts, scope, open);
      case 'term':
        return yield* this.#all([condition], scope, open);
    }
  }

  #filled(value: 0 | 1): Bits {
    return value === 1 ? Bits.filled(this.#length) : new Bits(this.#length);
  }

  /** What takes little comes first, and each part is asked only where no earlier one holds. Texts are looked for together. */
  *#any(parts: readonly Condition[], scope: Scope, open: Bits | undefined): Turns<Bits> {
    const texts = parts.filter((part) => isPlainText(part));
    const steps = parts
      .filter((part) => !isPlainText(part))
      .map((part): Step => ({ effort: effortOf(part), holds: (left) => this.mask(part, scope, left) }));
    if (texts.length > 0) {
      const text: WantedText = { parts: texts.map(({ value }) => value), isNegative: false };
      steps.push({
        effort: effortOfAll(texts),
        holds: (left) => this.#saidOf({ texts: [text], others: [] }, scope, left),
      });
    }
    const found = this.#filled(0);
    let left = open;
    for (const { holds } of inOrder(steps)) {
      if (left?.isEmpty === true) break;
      found.unite(yield* holds(left));
      left = leftOver(open, found);
    }
    return found;
  }

  /** What takes little comes first, and each part is asked only where all earlier ones hold. */
  *#all(given: readonly Condition[], scope: Scope, open: Bits | undefined): Turns<Bits> {
    const parts = withoutTexts(given);
    const about = parts.filter((part) => isAboutAnswer(part));
    const narrowed = narrow(scope, about);
    const steps = parts
      .filter((part) => !isAboutAnswer(part))
      .map((part): Step => ({ effort: effortOf(part), holds: (left) => this.#one(part, scope, narrowed, left) }));
    if (about.length > 0)
      steps.push({ effort: effortOfAll(about), holds: (left) => this.#said(about, narrowed, left) });
    const found = open?.copy() ?? this.#filled(1);
    let left = open;
    for (const { holds } of inOrder(steps)) {
      if (left?.isEmpty === true) break;
      found.cross(yield* holds(left));
      left = found;
      yield;
    }
    return found;
  }

  #one(part: Condition, scope: Scope, narrowed: Scope, open: Bits | undefined): Turns<Bits> {
    if (part.kind !== 'term') return this.mask(part, narrowed, open);
    return predictionFields.has(part.field.name) ? this.#absent(part, narrowed) : this.#item(part, scope, open);
  }

  *#word(text: string, open: Bits | undefined): Turns<Bits> {
    const found = yield* searchColumn(this.#columns.table.ids, foldForSearch(text), false, open);
    for (const field of ['label', 'generator', 'prompted']) {
      const column = this.#columns.table.column(field);
      if (column !== undefined && column.kind !== 'number') found.unite(yield* contained(column, text, open));
    }
    return found;
  }

  *#item(term: QueryTerm, scope: Scope, open: Bits | undefined): Turns<Bits> {
    const { field, value, operator } = term;
    if (field.name === 'review') return this.#review(value, operator === 'is');
    if (field.name === 'standing') return standingMask([value], this.#columns).turned(operator === 'is');
    if (field.name === 'has') return (yield* this.#has(value, scope)).turned(operator === 'is');
    const column = this.#columns.table.column(field.column);
    if (column === undefined) return this.#filled(absentFits(term) ? 1 : 0);
    if (column.kind === 'number') return numberMask(term, column.values);
    if (column.kind === 'text') return yield* textMask(term, column, open);
    const meant = labelFields.has(field.name) ? asLabel(term, column) : term;
    return yield* choiceMask(column, wordTest(meant), absentFits(term));
  }

  #review(value: string, is: boolean): Bits {
    const { verdicts, open } = this.#columns;
    if (value === 'open') return present(open).turned(is);
    const bits = value === 'none' || value === 'any' ? 0xff : 1 << verdictKind.options.indexOf(value as 'modelWrong');
    const fits = Uint8Array.from({ length: 0x100 }, (_, given) =>
      Number(((given & bits) !== 0) === (value !== 'none')),
    );
    return looked(verdicts, fits).turned(is);
  }

  *#has(name: string, scope: Scope): Turns<Bits> {
    const { table } = this.#columns;
    switch (name) {
      case 'prediction':
        return yield* this.#some(scope, ({ there }) => there);
      case 'error':
        return yield* this.#some(scope, ({ rights }) => looked(rights, wrong));
      case 'review':
        return this.#review('any', true);
      case 'problem':
        return present(this.#columns.faulty);
      case 'row':
        return table.parts.row === undefined ? this.#filled(0) : coded(table.parts.row.line);
      case 'video': {
        const media = table.column('media');
        if (media?.kind !== 'choice') return this.#filled(0);
        return yield* choiceMask(media, (one) => one === 'video', false);
      }
      default:
        return this.#present(table.column(fieldNamed(vocabularyOf(this.#columns).fields, name)?.column ?? name));
    }
  }

  #present(column: ItemColumn | undefined): Bits {
    if (column === undefined) return this.#filled(0);
    if (column.kind === 'number') return numberThere(column.values);
    if (column.kind === 'choice') return coded(column.codes);
    return presentIn(column);
  }

  /** 1 where a mask of some prediction of the scope that counts is 1. */
  *#some(scope: Scope, of: (stage: StageColumns) => Bits): Turns<Bits> {
    const found = this.#filled(0);
    for (const { run, stages } of scope) {
      for (const stage of stages) {
        found.unite(this.#columns.counting(run, of(stage)));
        yield;
      }
    }
    return found;
  }

  *#absent({ field, operator }: QueryTerm, scope: Scope): Turns<Bits> {
    const answered = tableOf(outcomeKind.options, (kind) => kind === 'answered', false);
    const is = yield* this.#some(scope, ({ kinds, there }) =>
      field.name === 'pred' ? looked(kinds, answered) : there,
    );
    return is.turned(operator === 'not');
  }

  #said(terms: readonly QueryTerm[], scope: Scope, open: Bits | undefined): Turns<Bits> {
    const rows = terms.filter(({ field }) => !scopeFields.has(field.name));
    const texts = rows
      .filter(isText)
      .toSorted((a, b) => effortOf(a) - effortOf(b))
      .map((term): WantedText => ({ parts: [term.value], isNegative: isNegative(term) }));
    const others = rows.filter((term) => !isText(term));
    return this.#saidOf({ texts, others }, scope, open);
  }

  /** 1 where one prediction of the scope fulfils all terms, or what is said of an item itself does. */
  *#saidOf(terms: SaidTerms, scope: Scope, open: Bits | undefined): Turns<Bits> {
    const found = yield* findSaid(terms, scope, this.#columns, open);
    const captions = this.#columns.table.column('text');
    const alone = scope === this.#everything && terms.others.length === 0;
    if (!alone || captions === undefined || captions.kind === 'number') return found;
    found.unite(yield* asWanted(captions, terms.texts, leftOver(open, found)));
    return found;
  }
}

/** A part of a condition: says where it holds as far as `open` counts. */
interface Step {
  readonly effort: number;
  readonly holds: (open: Bits | undefined) => Turns<Bits>;
}

/** What takes little first. */
function inOrder(steps: readonly Step[]): readonly Step[] {
  return steps.toSorted((a, b) => a.effort - b.effort);
}

/** Whether a term is about what was said. */
function isText({ field }: QueryTerm): boolean {
  return field.name === 'text';
}

/** Whether a condition is that something was said. */
function isPlainText(part: Condition): part is QueryTerm {
  return isAboutAnswer(part) && isText(part) && !isNegative(part);
}

/** Of parts that must all hold, those that texts are not said brought together: that none is. */
function withoutTexts(parts: readonly Condition[]): readonly Condition[] {
  const isWithout = (part: Condition): boolean => part.kind === 'not' && isPlainText(part.part);
  const without = parts.filter(isWithout).map((part) => (part.kind === 'not' ? part.part : part));
  if (without.length < 2) return parts;
  return [...parts.filter((part) => !isWithout(part)), { kind: 'not', part: { kind: 'or', parts: without } }];
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
      return effortOfAll(condition.parts);
    case 'term':
      return !isText(condition) ? 1 : condition.value.length === 1 ? 5 : 10;
  }
}

function effortOfAll(parts: readonly Condition[]): number {
  return parts.reduce((sum, part) => sum + effortOf(part), 0);
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
