import { normaliseForm } from '../affect/foldText.ts';
import { builtInLexicon } from '../affect/lexicon.ts';
import type { ResolvedAnswer } from '../evaluation/protocol.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { expressionClasses } from './expressionClass.ts';
import type { ExpressionClass, ExpressionScores } from './expressionClass.ts';

/**
 * Concepts of the lexicon whose labels a class may take in a label set, best first; the first is what the network says
 * where the set has none. No class stands for `worry`: the network was not taught it, and calling fear by that name would
 * invent a reading.
 */
const conceptsOf: Readonly<Record<ExpressionClass, readonly [string, ...string[]]>> = {
  neutral: ['neutral'],
  happy: ['happy', 'joy'],
  sad: ['sad'],
  angry: ['angry'],
  fearful: ['fear'],
  disgusted: ['disgust'],
  surprised: ['surprise'],
};

/** Ours: the polarity of each class. Surprise has none, so it counts for no side. */
const polarityOf: Readonly<Partial<Record<ExpressionClass, string>>> = {
  neutral: 'neutral',
  happy: 'positive',
  sad: 'negative',
  angry: 'negative',
  fearful: 'negative',
  disgusted: 'negative',
};

/**
 * Puts the network's seven probabilities into the words of a stage's answer: an `ANSWER:` line as any model may give, then
 * all seven for a person to check.
 *
 * - choice over emotions, and open: the most probable of all seven classes, even where the options lack it: `fear` is then
 *   no option, and counts as that;
 * - choice over polarities: the side with the largest sum of probabilities;
 * - ranked: the most probable classes in order;
 * - number: `1 - p(neutral)`, laid linearly on the scale. This is a stand-in of ours for intensity, not a rating: the
 *   network never learnt one;
 * - yes or no, and options of which none is an emotion that it knows: an error that says so.
 */
export function expressionReply(scores: ExpressionScores, answer: ResolvedAnswer): Result<string, string> {
  switch (answer.kind) {
    case 'yesNo':
      return err('the expression network cannot answer yes-or-no questions: it only knows seven facial expressions');
    case 'number': {
      const { min, max } = answer.scale;
      const value = min + (1 - scores.neutral) * (max - min);
      return ok(withScores(decimals(value), scores));
    }
    case 'ranked':
      return knowsAny(answer.labels, () => {
        const best = ranking(scores).slice(0, answer.top);
        return withScores(best.map((name) => wordFor(name, answer.labels)).join(', '), scores);
      });
    case 'open':
      return ok(withScores(wordFor(top(scores), answer.labels), scores));
    case 'choice': {
      if (isPolarities(answer.labels)) return ok(withScores(polarity(scores), scores));
      return knowsAny(answer.labels, () => withScores(wordFor(top(scores), answer.labels), scores));
    }
  }
}

function knowsAny(labels: readonly string[], reply: () => string): Result<string, string> {
  if (expressionClasses.some((name) => labelOf(name, labels) !== undefined)) return ok(reply());
  return err('none of the options is an expression that the network knows');
}

/** The classes, most probable first; equal ones in the network's order, so that an answer is the same every time. */
function ranking(scores: ExpressionScores): ExpressionClass[] {
  return [...expressionClasses].sort((a, b) => scores[b] - scores[a]);
}

function top(scores: ExpressionScores): ExpressionClass {
  return ranking(scores)[0] ?? 'neutral';
}

function labelOf(name: ExpressionClass, labels: readonly string[]): string | undefined {
  const named = labels.map((label) => builtInLexicon.byForm.get(normaliseForm(label)));
  const concept = conceptsOf[name].find((one) => named.includes(one));
  return concept === undefined ? undefined : labels[named.indexOf(concept)];
}

function wordFor(name: ExpressionClass, labels: readonly string[]): string {
  return labelOf(name, labels) ?? conceptsOf[name][0];
}

/** `neutral` is an emotion label as well as a polarity: a set is of polarities when it names a side. */
function isPolarities(labels: readonly string[]): boolean {
  return labels.some((label) => label === 'positive' || label === 'negative');
}

function polarity(scores: ExpressionScores): string {
  const sums = new Map<string, number>();
  for (const name of expressionClasses) {
    const side = polarityOf[name];
    if (side !== undefined) sums.set(side, (sums.get(side) ?? 0) + scores[name]);
  }
  return [...sums].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

function withScores(answer: string, scores: ExpressionScores): string {
  const list = ranking(scores).map((name) => `${name} ${scores[name].toFixed(2)}`);
  return `ANSWER: ${answer}\n(${list.join(', ')})`;
}

function decimals(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
