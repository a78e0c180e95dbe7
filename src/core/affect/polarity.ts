/** Polarity of a label; `none` has no fixed polarity and is left out of the polarity score. */
export type Polarity = 'positive' | 'neutral' | 'negative' | 'none';

/** Polarity of each label of a benchmark. The papers do not publish theirs, so this is a setting and is printed with scores. */
export type PolarityTable = Readonly<Record<string, Polarity>>;

/** Ours, not the papers': used where the descriptor gives no table of its own. */
export const defaultPolarity: PolarityTable = {
  happy: 'positive',
  neutral: 'neutral',
  sad: 'negative',
  angry: 'negative',
  worry: 'negative',
  fear: 'negative',
  disgust: 'negative',
  contempt: 'negative',
  surprise: 'none',
  amusement: 'positive',
  awe: 'positive',
  contentment: 'positive',
  excitement: 'positive',
  joy: 'positive',
  anger: 'negative',
  sadness: 'negative',
};

/** The table in force for a label set: `own` (the descriptor's) over the default; a label in neither has polarity `none`. */
export function polarityTable(labels: readonly string[], own: Readonly<Record<string, Polarity>> = {}): PolarityTable {
  return Object.fromEntries(
    labels.map((label) => [label, polarityIn(own, label) ?? polarityIn(defaultPolarity, label) ?? 'none']),
  );
}

/** A label may be called `constructor`, which every object has. */
function polarityIn(table: PolarityTable, label: string): Polarity | undefined {
  return Object.hasOwn(table, label) ? table[label] : undefined;
}
