import * as l10n from '@vscode/l10n';
import type { FailureKind } from '../../core/models/failure.ts';
import { probeConnection, type ProbeResult } from '../../core/models/probe.ts';
import { probeStepText, profileText } from '../../core/words/connectionText.ts';
import { failureText } from '../../core/words/failureText.ts';
import { askable, type Draft } from './draft.ts';
import type { Answer, PickAsk, Prompts, Row } from './prompts.ts';

/** What a test came to, or that it was left out. */
export type Tried = ProbeResult | 'notTested';

/** Tests a model with a few small requests while it says what it asks; the person may do without. */
export async function tryModel(
  prompts: Prompts,
  draft: Draft,
  place: Pick<PickAsk<never>, 'title' | 'step' | 'steps' | 'canGoBack'>,
): Promise<Answer<Tried>> {
  const asking = l10n.t('Testing {0}...', draft.model);
  return prompts.pick<Tried>({
    ...place,
    placeholder: asking,
    rows: [
      {
        label: `$(debug-step-over) ${l10n.t('Add without a test')}`,
        description: l10n.t('what it takes then stays unknown'),
        value: 'notTested',
      },
    ],
    work: (show, signal) =>
      probeConnection(
        {
          ...askable(draft),
          onStep: (step) => show({ placeholder: `${asking.replace(/\.+$/, '')}: ${probeStepText(step)}` }),
        },
        signal,
      ),
  });
}

/** Failures that another key may mend. */
const keyFailures: ReadonlySet<FailureKind> = new Set<FailureKind>(['unauthorized', 'forbidden', 'quotaSpent']);

/** What to do after a test that did not go well. */
export type AfterTest = 'keep' | 'again' | 'otherModel' | 'otherKey';

/** Whether a test leaves nothing to ask: the model sees. */
export function isGood(tried: Tried): boolean {
  return tried === 'notTested' || (tried.ok && tried.findings.profile.seesImages === 'yes');
}

/** Warns of a model that was not seen to see, or whose test failed, and asks what to do. */
export async function askAfterTest(
  prompts: Prompts,
  tried: Exclude<Tried, 'notTested'>,
  place: Pick<PickAsk<never>, 'title' | 'step' | 'steps' | 'canGoBack'>,
): Promise<Answer<AfterTest>> {
  const again: Row<AfterTest> = { label: `$(refresh) ${l10n.t('Test Again')}`, value: 'again' };
  const otherModel: Row<AfterTest> = {
    label: `$(list-selection) ${l10n.t('Choose Another Model')}`,
    value: 'otherModel',
  };
  const otherKey: Row<AfterTest> = { label: `$(key) ${l10n.t('Write Another Key')}`, value: 'otherKey' };
  const keep: Row<AfterTest> = { label: `$(warning) ${l10n.t('Add It All the Same')}`, value: 'keep' };
  if (tried.ok) {
    const isBlind = tried.findings.profile.seesImages === 'no';
    return prompts.pick({
      ...place,
      placeholder: isBlind
        ? l10n.t('This model takes no pictures: it cannot be asked about portraits.')
        : l10n.t('This model took the picture, but did not name its colour: it may not see.'),
      rows: [{ ...otherModel, detail: profileText(tried.findings.profile) }, again, keep],
    });
  }
  const words = 'failure' in tried ? failureText(tried.failure) : l10n.t('The test was cancelled.');
  const isKey = 'failure' in tried && keyFailures.has(tried.failure.kind);
  const rows = isKey ? [otherKey, again, otherModel, keep] : [again, otherModel, otherKey, keep];
  return prompts.pick({
    ...place,
    placeholder: l10n.t('The test failed.'),
    rows: rows.map((row, index) => (index === 0 ? { ...row, detail: words } : row)),
  });
}
