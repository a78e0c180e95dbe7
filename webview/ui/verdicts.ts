import * as l10n from '@vscode/l10n';
import type { PortraitView, RunView, Verdict } from '../../src/protocol/views.ts';

/** The verdicts in the order of their keys, which are 1 to 4. */
export const verdictOrder: readonly Verdict[] = ['modelWrong', 'labelWrong', 'ambiguous', 'badImage'];

/** A verdict as the host is asked to write it down; `null` takes it back. */
export interface VerdictChange {
  readonly item: string;
  readonly run?: string;
  readonly stage?: string;
  readonly verdict: Verdict | null;
}

/** Glyph (a codicon), word and key of a verdict. */
export function verdictFace(verdict: Verdict): { readonly glyph: string; readonly word: string; readonly key: string } {
  const key = String(verdictOrder.indexOf(verdict) + 1);
  switch (verdict) {
    case 'modelWrong':
      return { glyph: 'thumbsdown', word: l10n.t('model wrong'), key };
    case 'labelWrong':
      return { glyph: 'tag', word: l10n.t('label wrong'), key };
    case 'ambiguous':
      return { glyph: 'question', word: l10n.t('ambiguous'), key };
    case 'badImage':
      return { glyph: 'file-media', word: l10n.t('bad image'), key };
  }
}

/** The verdict that a key stands for; `null` for taking back; `undefined` for any other key. */
export function verdictOfKey(key: string): Verdict | null | undefined {
  if (key === '0' || key === 'Backspace') return null;
  return /^[1-4]$/.test(key) ? verdictOrder[Number(key) - 1] : undefined;
}

/** The verdict on the portrait itself, if any. */
export function portraitVerdict(view: PortraitView): Verdict | undefined {
  return view.reviews.find((review) => review.run === undefined)?.verdict;
}

/** The verdict on a run's word on the label, if any; one on the portrait itself does not count as one on its runs. */
export function runVerdict(view: PortraitView, run: RunView): Verdict | undefined {
  return view.reviews.find((review) => review.run === run.run)?.verdict;
}

const judgeable = ['wrong', 'refused', 'unparsed', 'ambiguous', 'outOfSet', 'truncated', 'answered'];

/**
 * The run that "model wrong" is about: the first open one, else the first one that said something other than the label. A
 * right answer, or none at all, leaves nothing to be said against the model.
 */
export function runInQuestion(view: PortraitView): RunView | undefined {
  const off = view.runs.filter((run) => judgeable.includes(run.standing));
  return off.find((run) => runVerdict(view, run) === undefined) ?? off[0];
}

/**
 * What to write down for a verdict given on a portrait, or `undefined` when there is nothing it could be about. Taking back
 * takes the verdict on the portrait first, then the latest of those on its runs.
 */
export function verdictChange(view: PortraitView, verdict: Verdict | null): VerdictChange | undefined {
  const item = view.card.id;
  if (verdict === 'modelWrong') {
    const run = runInQuestion(view);
    return run === undefined ? undefined : { item, run: run.run, stage: run.headline, verdict };
  }
  if (verdict !== null) return { item, verdict };
  if (portraitVerdict(view) !== undefined) return { item, verdict: null };
  const latest = view.reviews.reduce<PortraitView['reviews'][number] | undefined>(
    (newest, review) => (newest === undefined || review.at >= newest.at ? review : newest),
    undefined,
  );
  if (latest?.run === undefined) return undefined;
  return { item, run: latest.run, ...(latest.stage === undefined ? {} : { stage: latest.stage }), verdict: null };
}

/** The portrait as it will be once a change is written, so that the page need not wait for the host to show it. */
export function withVerdict(view: PortraitView, change: VerdictChange, at: string): PortraitView {
  const verdict = change.verdict ?? undefined;
  const same = (review: { run?: string | undefined; stage?: string | undefined }): boolean =>
    review.run === change.run && (change.run === undefined || review.stage === change.stage);
  const reviews = view.reviews.filter((review) => !same(review));
  if (verdict !== undefined) {
    const { run, stage } = change;
    reviews.push({
      verdict,
      author: '',
      at,
      ...(run === undefined ? {} : { run }),
      ...(stage === undefined ? {} : { stage }),
    });
  }
  const runs = view.runs.map((run) =>
    run.run !== change.run
      ? run
      : { ...run, stages: run.stages.map((stage) => (stage.stage === change.stage ? { ...stage, verdict } : stage)) },
  );
  const predictions = view.card.predictions.map((line) => (line.run === change.run ? { ...line, verdict } : line));
  const shown = reviews.find((review) => review.run === undefined) ?? reviews[0];
  const card = { ...view.card, predictions, verdict: shown?.verdict, open: isOpen(predictions, reviews) };
  return { ...view, card, runs, reviews };
}

function isOpen(predictions: PortraitView['card']['predictions'], reviews: PortraitView['reviews']): boolean {
  if (reviews.some((review) => review.run === undefined)) return false;
  const judged = new Set(reviews.map((review) => review.run));
  return predictions.some(
    (line) => line.standing !== 'answered' && judgeable.includes(line.standing) && !judged.has(line.run),
  );
}
