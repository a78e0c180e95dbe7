/** Names of the colours that the style sheets take from the theme's charts. */
export type EmotionTone =
  'yellow' | 'blue' | 'red' | 'purple' | 'orange' | 'neutral' | 'green' | 'foreground' | 'lines';

const own: ReadonlyMap<string, EmotionTone> = new Map([
  ['happy', 'yellow'],
  ['sad', 'blue'],
  ['angry', 'red'],
  ['surprise', 'purple'],
  ['worry', 'orange'],
  ['neutral', 'neutral'],
]);

const further: readonly EmotionTone[] = ['green', 'foreground', 'lines', 'yellow', 'blue', 'red', 'purple', 'orange'];

/** The tone of a label: its own for the canonical six, and the next of a fixed order for others, by their place among `labels`. */
export function emotionTone(label: string, labels: readonly string[]): EmotionTone {
  const fixed = own.get(label);
  if (fixed !== undefined) return fixed;
  const taken = new Set(labels.map((name) => own.get(name)));
  const free = further.filter((tone) => !taken.has(tone));
  const others = labels.filter((name) => own.get(name) === undefined);
  const place = Math.max(0, others.indexOf(label));
  return free[place % free.length] ?? 'foreground';
}
