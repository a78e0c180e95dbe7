import * as l10n from '@vscode/l10n';
import type { DryRun } from '../evaluation/dryRun.ts';
import { bytes, countsText, duration, undecodableNotes, usd } from './runText.ts';

/** A dry run in pieces, for places where a paragraph has no room. */
export interface EstimateText {
  /** What is asked: `72 portraits, 216 requests`. */
  readonly counts: string;
  /** What it takes: money, time and tokens by estimate, and the size of the pictures. */
  readonly takes: string;
  /** One run among several, in a line: `216 requests, about 0.19 USD, 66k tokens in and 2.2k out`. */
  readonly brief: string;
  /** What a person should know before starting, one sentence each. */
  readonly notes: readonly string[];
}

/** What a run would take, in pieces. */
export function estimateText(dry: DryRun): EstimateText {
  const { tokens, costUsd } = dry;
  const pictures = [
    l10n.t('{0} of pictures', bytes(dry.imageBytes)),
    ...(dry.frames === undefined ? [] : [l10n.t('{0} frames of videos', dry.frames)]),
  ].join(', ');
  const estimated = [
    ...(costUsd === undefined ? [] : [roughUsd(costUsd)]),
    ...(tokens === undefined ? [] : [duration(dry.ms), tokensText(tokens)]),
  ];
  const leftOut = dry.leftOut.map(({ stage }) => stage).join(', ');
  return {
    counts: countsText(dry),
    takes: estimated.length === 0 ? pictures : l10n.t('About {0}; {1}', estimated.join(', '), pictures),
    brief: [
      l10n.t('{0} requests', dry.requests),
      ...(costUsd === undefined ? [] : [l10n.t('about {0}', roughUsd(costUsd))]),
      ...(tokens === undefined ? [] : [tokensText(tokens)]),
    ].join(', '),
    notes: [
      ...(dry.already > 0 ? [l10n.t('{0} questions have an answer already.', dry.already)] : []),
      ...(dry.unreadable > 0 ? [l10n.t('{0} pictures cannot be read.', dry.unreadable)] : []),
      ...undecodableNotes(dry),
      ...(leftOut === '' ? [] : [l10n.t('Left out, because the benchmark has no data for it: {0}.', leftOut)]),
    ],
  };
}

/** The dry runs of several runs in one; tokens and cost are there only where every run has them. */
export function sumOfDryRuns(runs: readonly DryRun[]): DryRun {
  const sum = (of: (dry: DryRun) => number): number => runs.reduce((total, dry) => total + of(dry), 0);
  const first = runs[0];
  return {
    items: first?.items ?? 0,
    requests: sum(({ requests }) => requests),
    already: sum(({ already }) => already),
    imageBytes: sum(({ imageBytes }) => imageBytes),
    ms: sum(({ ms }) => ms),
    ...(first?.basis && { basis: first.basis }),
    unreadable: first?.unreadable ?? 0,
    ...(first?.frames !== undefined && { frames: sum(({ frames }) => frames ?? 0) }),
    ...(first?.undecodable !== undefined && { undecodable: first.undecodable }),
    leftOut: first?.leftOut ?? [],
    ...(first?.cautions && { cautions: first.cautions }),
    ...(runs.every(({ tokens }) => tokens !== undefined) && {
      tokens: { input: sum(({ tokens }) => tokens?.input ?? 0), output: sum(({ tokens }) => tokens?.output ?? 0) },
    }),
    ...(runs.every(({ costUsd }) => costUsd !== undefined) && { costUsd: sum(({ costUsd }) => costUsd ?? 0) }),
  };
}

function tokensText({ input, output }: { readonly input: number; readonly output: number }): string {
  return l10n.t('{0} tokens in and {1} out', rounded(input), rounded(output));
}

/** An amount that is estimated has no more than two figures that mean something. */
function roughUsd(amount: number): string {
  if (amount === 0 || amount >= 10) return usd(amount);
  return `${Number(amount.toPrecision(2))} USD`;
}

/** Counts that are estimated have no more than two figures that mean something. */
function rounded(count: number): string {
  if (count < 1000) return String(count);
  return count < 1e6 ? `${trimmed(count / 1000)}k` : `${trimmed(count / 1e6)}M`;
}

function trimmed(count: number): string {
  return count < 10 ? count.toFixed(1) : String(Math.round(count));
}
