import * as l10n from '@vscode/l10n';

/** A rating as captions show it, with one decimal. */
export function shortRating(value: number): string {
  return value.toFixed(1);
}

/** A rating with its scale: `3.42 of 1 to 5`; without a scale the number alone. */
export function fullRating(value: number, scale: { readonly min: number; readonly max: number } | undefined): string {
  const number = String(Math.round(value * 1000) / 1000);
  return scale === undefined ? number : l10n.t('{0} of {1} to {2}', number, scale.min, scale.max);
}

/** A scale as it stands beside a number: `of 1–5`. */
export function scaleText(scale: { readonly min: number; readonly max: number }): string {
  return l10n.t('of {0}–{1}', scale.min, scale.max);
}

/** A count in at most four signs: `987`, `7.1k`, `287k`, `1.2M`. Never rounded up to a unit it has not reached. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  const [unit, letter] = count < 1_000_000 ? [1000, 'k'] : [1_000_000, 'M'];
  const scaled = count / unit;
  return (scaled < 10 ? String(Math.floor(scaled * 10) / 10) : String(Math.floor(scaled))) + letter;
}

/** A time span: `840 ms`, `2.1 s`. */
export function duration(ms: number): string {
  return ms < 1000 ? l10n.t('{0} ms', Math.round(ms)) : l10n.t('{0} s', (ms / 1000).toFixed(1));
}
