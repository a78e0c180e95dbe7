import { foldLabel } from '../../affect/foldLabel.ts';
import type { Lexicon } from '../../affect/lexicon.ts';

const cache = new WeakMap<Lexicon, WeakMap<readonly string[], readonly string[]>>();

/**
 * The labels of an open question: those of the benchmark, and every emotion or mood of the lexicon that none of them means,
 * by its broadest concept. The same array for the same arguments.
 */
export function openLabels(labels: readonly string[], lexicon: Lexicon): readonly string[] {
  let known = cache.get(lexicon);
  if (known === undefined) {
    known = new WeakMap();
    cache.set(lexicon, known);
  }
  let open = known.get(labels);
  if (open === undefined) {
    const more = [...lexicon.concepts.values()].filter(
      ({ kind, root, name }) =>
        (kind === 'emotion' || kind === 'mood') && root === name && foldLabel(name, lexicon, labels) === undefined,
    );
    open = [...labels, ...more.map(({ name }) => name).filter((name) => !labels.includes(name))];
    known.set(labels, open);
  }
  return open;
}
