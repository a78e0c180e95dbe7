import type { Item } from '../../../src/core/benchmark/item.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { Condition, QueryOperator, QueryTerm } from '../../../src/core/query/language/query.ts';
import type { VerdictKind } from '../../../src/core/review/verdict.ts';

// What a query means, said for one item at a time and without regard to speed: what the search over columns is held against.

/** One prediction as a query sees it. */
export interface QueryPrediction {
  readonly run: string;
  readonly model: string;
  readonly stage: string;
  readonly outcome: Outcome;
  /** Whether it is right; `undefined` where that is no question. */
  readonly right?: boolean | undefined;
}

/** All that a query can ask about one item. */
export interface QuerySubject {
  readonly item: Item;
  readonly predictions: readonly QueryPrediction[];
  readonly verdicts: readonly VerdictKind[];
  /** Only some predictions are meant, so that the text of the item itself is not. */
  readonly isNarrowed?: boolean;
}

/** Fields about one prediction; the others are about the item. */
const predictionFields: ReadonlySet<string> = new Set(['pred', 'model', 'run', 'stage', 'outcome', 'text']);
/** Of these, the ones that say which predictions are meant. */
const scopeFields: ReadonlySet<string> = new Set(['model', 'run', 'stage']);

/**
 * Whether a subject is found. Conditions on predictions that stand side by side speak of one and the same prediction:
 * `model:gpt-4o outcome:refused` is a refusal by gpt-4o. `model`, `run` and `stage` also narrow what a `not` or a parenthesis
 * beside them sees: `model:gpt-4o not outcome:refused` is a portrait that gpt-4o saw and never refused.
 */
export function matchesQuery(query: Condition, subject: QuerySubject): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'word':
      return matchesWord(query.text, subject);
    case 'not':
      return !matchesQuery(query.part, subject);
    case 'or':
      return query.parts.some((part) => matchesQuery(part, subject));
    case 'and':
      return matchesAll(query.parts, subject);
    case 'term':
      return matchesAll([query], subject);
  }
}

function matchesAll(parts: readonly Condition[], subject: QuerySubject): boolean {
  const about: QueryTerm[] = [];
  const others: Condition[] = [];
  let predictions = subject.predictions;
  for (const part of parts) {
    if (part.kind !== 'term' || !predictionFields.has(part.field.name)) {
      if (part.kind === 'term' && !matchesItem(part, subject)) return false;
      if (part.kind !== 'term') others.push(part);
    } else if (isAbsence(part)) others.push(part);
    else {
      about.push(part);
      if (scopeFields.has(part.field.name))
        predictions = predictions.filter((prediction) => matchesPrediction(part, prediction));
    }
  }
  const narrowed = predictions === subject.predictions ? subject : { ...subject, predictions, isNarrowed: true };
  const isSaid =
    predictions.some((one) => about.every((part) => matchesPrediction(part, one))) || matchesCaption(about, narrowed);
  if (about.length > 0 && !isSaid) return false;
  return others.every((part) => (part.kind === 'term' ? matchesAbsence(part, narrowed) : matchesQuery(part, narrowed)));
}

/** `text` alone is also looked for in the text that comes with the item. */
function matchesCaption(terms: readonly QueryTerm[], { item: { text }, isNarrowed }: QuerySubject): boolean {
  if (text === undefined || isNarrowed === true) return false;
  return terms.every(({ field, operator, value }) => {
    const wanted = operator === 'is' || operator === 'contains';
    return field.name === 'text' && fold(text).includes(fold(value)) === wanted;
  });
}

/** `outcome:none`, `pred:none`, `model:none`: that there is no such prediction at all. */
function isAbsence(term: QueryTerm): boolean {
  return !term.quoted && term.value.toLowerCase() === 'none' && (term.operator === 'is' || term.operator === 'not');
}

function matchesAbsence(term: QueryTerm, { predictions }: QuerySubject): boolean {
  const present =
    term.field.name === 'pred'
      ? predictions.some(({ outcome }) => outcome.kind === 'answered')
      : predictions.length > 0;
  return present === (term.operator === 'not');
}

function matchesWord(text: string, { item }: QuerySubject): boolean {
  const wanted = fold(text);
  return [item.id, item.label, item.generator, item.prompted].some(
    (value) => value !== undefined && fold(value).includes(wanted),
  );
}

function matchesItem(term: QueryTerm, subject: QuerySubject): boolean {
  const { item, verdicts } = subject;
  switch (term.field.name) {
    case 'degree':
    case 'quality':
      return matchesNumber(term, item[term.field.name]);
    case 'review':
      return matchesReview(term, verdicts.length, (verdicts as readonly string[]).includes(term.value));
    case 'has':
      return hasField(term.value, subject) === (term.operator === 'is');
    case 'label':
    case 'generator':
    case 'prompted':
    case 'prompt':
    case 'seed':
    case 'id':
      return matchesText(term, item[term.field.name]);
    default:
      return false;
  }
}

function matchesReview(term: QueryTerm, count: number, given: boolean): boolean {
  const found = term.value === 'none' ? count === 0 : term.value === 'any' ? count > 0 : given;
  return found === (term.operator === 'is');
}

function hasField(name: string, { item, predictions, verdicts }: QuerySubject): boolean {
  switch (name) {
    case 'prediction':
      return predictions.length > 0;
    case 'error':
      return predictions.some((prediction) => prediction.right === false);
    case 'review':
      return verdicts.length > 0;
    case 'video':
      return /\.(mp4|webm|mov|mkv|avi|m4v)$/i.test(item.path);
    default:
      return item[name as 'label' | 'degree' | 'quality' | 'generator' | 'prompted' | 'prompt' | 'seed'] !== undefined;
  }
}

function matchesPrediction(term: QueryTerm, prediction: QueryPrediction): boolean {
  const { outcome } = prediction;
  switch (term.field.name) {
    case 'outcome':
      return matchesOutcome(term.value, prediction) === (term.operator === 'is');
    case 'pred':
      return matchesPredicted(term, prediction);
    case 'text': {
      const said = [outcome.reply, outcome.reasoning, outcome.refusal].filter((text) => text !== undefined);
      const found = said.some((text) => fold(text).includes(fold(term.value)));
      return found === (term.operator === 'is' || term.operator === 'contains');
    }
    case 'model':
    case 'run':
    case 'stage':
      return matchesText(term, prediction[term.field.name]);
    default:
      return false;
  }
}

function matchesOutcome(value: string, { outcome, right }: QueryPrediction): boolean {
  if (value === 'right') return right === true;
  if (value === 'wrong') return right === false && outcome.kind === 'answered';
  if (value === 'differs') return outcome.differs === true;
  return outcome.kind === value;
}

/**
 * `pred:!angry` asks for another answer to the question to which `angry` would have been one, not for the answer to every
 * other stage: an answer among other options does not count.
 */
function matchesPredicted(term: QueryTerm, { outcome }: QueryPrediction): boolean {
  if (outcome.value !== undefined) return matchesNumber(term, outcome.value);
  const label = outcome.label ?? outcome.labels?.[0];
  if (label === undefined) return false;
  const negative = term.operator === 'not' || term.operator === 'lacks';
  const options = outcome.options?.order;
  if (negative && options && !options.some((option) => compareText(opposite(term.operator), option, term.value))) {
    return false;
  }
  return matchesText(term, label);
}

function opposite(operator: QueryOperator): QueryOperator {
  return operator === 'lacks' ? 'contains' : 'is';
}

function matchesNumber(term: QueryTerm, value: number | undefined): boolean {
  if (!term.quoted && term.value.toLowerCase() === 'none') return (value === undefined) === (term.operator === 'is');
  const wanted = Number(term.value);
  if (value === undefined || Number.isNaN(wanted)) return false;
  switch (term.operator) {
    case 'is':
      return value === wanted;
    case 'not':
      return value !== wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    default:
      return false;
  }
}

/** An item without a value is `none`, and is not equal to anything. */
function matchesText(term: QueryTerm, value: string | undefined): boolean {
  const negative = term.operator === 'not' || term.operator === 'lacks';
  if (isAbsence(term)) return (value === undefined) === (term.operator === 'is');
  return value === undefined ? negative : compareText(term.operator, value, term.value);
}

function compareText(operator: QueryOperator, value: string, wanted: string): boolean {
  if (['<', '<=', '>', '>='].includes(operator)) return false;
  const [a, b] = [fold(value), fold(wanted)];
  if (operator === 'contains' || operator === 'lacks') return a.includes(b) === (operator === 'contains');
  return (a === b) === (operator === 'is');
}

const ascii = /^[ -~]*$/;

/** Case and width do not count (Unicode NFKC, UAX #15); most texts are ASCII, which needs no normaliser. */
function fold(text: string): string {
  return (ascii.test(text) ? text : text.normalize('NFKC')).toLowerCase();
}
