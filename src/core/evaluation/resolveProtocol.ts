import type { PolarityTable } from '../affect/polarity.ts';
import type { Benchmark } from '../benchmark/benchmark.ts';
import { err, ok, type Result } from '../result.ts';
import { checkProtocol, type ProtocolFault } from './checkProtocol.ts';
import type { Protocol, ResolvedAnswer, ResolvedStage, Stage, TruthSource } from './protocol.ts';

/** Why a stage cannot be asked of this benchmark. `gate`: it waits for a stage that was itself left out. */
export type LeftOutReason = 'noDegreeScale' | 'noQualityScale' | 'noLabels' | 'noPolarities' | 'gate';

/** A stage that is not asked, and why. */
export interface LeftOutStage {
  readonly stage: string;
  readonly why: LeftOutReason;
}

/**
 * A protocol with the labels and scales of a benchmark. `unscored` names stages that are asked but whose answers cannot be
 * compared with the truth, because the benchmark's labels are not among the answers (`hate` asked of emotion labels).
 */
export interface ResolvedProtocol {
  readonly stages: readonly ResolvedStage[];
  readonly leftOut: readonly LeftOutStage[];
  readonly unscored: readonly string[];
}

/** Why a protocol cannot be used: it is wrong in itself, or nothing of it can be asked of this benchmark. */
export type ProtocolError =
  | ProtocolFault
  | { readonly kind: 'nothingToAsk'; readonly protocol: string; readonly leftOut: readonly LeftOutStage[] };

/** What of a benchmark a protocol needs. */
export type BenchmarkSide = Pick<Benchmark, 'labels' | 'scales'>;

/** How many labels a ranking asks for where the protocol does not say. */
const defaultTop = 3;

const polarityOrder = ['positive', 'neutral', 'negative'] as const;

function labelsFor(
  spec: 'labels' | 'polarities' | readonly string[],
  side: BenchmarkSide,
  polarity: PolarityTable,
): readonly string[] | LeftOutReason {
  if (spec === 'labels') return side.labels.length >= 2 ? side.labels : 'noLabels';
  if (spec !== 'polarities') return spec;
  const inForce = new Set(side.labels.map((label) => polarity[label]));
  const present = polarityOrder.filter((value) => inForce.has(value));
  return present.length >= 2 ? present : 'noPolarities';
}

function withTruth(truth: TruthSource | undefined): { readonly truth?: TruthSource } {
  return truth === undefined ? {} : { truth };
}

/** Truth that follows from where the labels come, so that a protocol file need not say it twice. */
function impliedTruth(labels: 'labels' | 'polarities' | readonly string[]): TruthSource | undefined {
  if (labels === 'labels') return 'label';
  return labels === 'polarities' ? 'polarity' : undefined;
}

function resolveAnswer(stage: Stage, side: BenchmarkSide, polarity: PolarityTable): ResolvedAnswer | LeftOutReason {
  const answer = stage.answer;
  switch (answer.kind) {
    case 'choice': {
      const labels = labelsFor(answer.labels, side, polarity);
      if (typeof labels === 'string') return labels;
      return { kind: 'choice', labels, ...withTruth(answer.truth ?? impliedTruth(answer.labels)) };
    }
    case 'ranked': {
      const labels = labelsFor(answer.labels, side, polarity);
      if (typeof labels === 'string') return labels;
      const top = Math.min(answer.top ?? defaultTop, labels.length);
      return { kind: 'ranked', labels, top, ...withTruth(answer.truth ?? impliedTruth(answer.labels)) };
    }
    case 'number': {
      if (typeof answer.scale === 'object') {
        return { kind: 'number', scale: answer.scale, ...withTruth(answer.truth) };
      }
      const scale = side.scales[answer.scale];
      if (scale === undefined) return answer.scale === 'degree' ? 'noDegreeScale' : 'noQualityScale';
      return { kind: 'number', scale: { min: scale.min, max: scale.max }, ...withTruth(answer.truth ?? answer.scale) };
    }
    case 'yesNo':
      return { kind: 'yesNo', labels: ['yes', 'no'], ...withTruth(answer.truth) };
    case 'open':
      return { kind: 'open', labels: side.labels, ...withTruth(answer.truth) };
  }
}

/** Drops a truth that no answer can equal: scoring it would call every answer wrong. */
function dropUnreachableTruth(answer: ResolvedAnswer, side: BenchmarkSide): ResolvedAnswer {
  if (answer.kind === 'number' || answer.kind === 'open' || answer.truth === undefined) return answer;
  const possible: readonly string[] = answer.labels;
  const truths: readonly string[] = answer.truth === 'polarity' ? polarityOrder : side.labels;
  if (truths.some((label) => possible.includes(label))) return answer;
  const { truth: _unreachable, ...rest } = answer;
  return rest;
}

/**
 * Puts the labels and scales of a benchmark into a protocol. Stages whose scale or labels the benchmark does not have are
 * left out and named; it is an error only when nothing remains to be asked, or when the protocol contradicts itself.
 */
export function resolveProtocol(
  protocol: Protocol,
  benchmark: BenchmarkSide,
  polarity: PolarityTable,
): Result<ResolvedProtocol, ProtocolError> {
  const fault = checkProtocol(protocol)[0];
  if (fault !== undefined) return err(fault);
  const stages: ResolvedStage[] = [];
  const leftOut: LeftOutStage[] = [];
  const unscored: string[] = [];
  for (const stage of protocol.stages) {
    const waitsFor = stage.when?.stage;
    const answer = leftOut.some((one) => one.stage === waitsFor) ? 'gate' : resolveAnswer(stage, benchmark, polarity);
    if (typeof answer === 'string') {
      leftOut.push({ stage: stage.id, why: answer });
      continue;
    }
    const reachable = dropUnreachableTruth(answer, benchmark);
    if (reachable !== answer) unscored.push(stage.id);
    const { id, question, when } = stage;
    stages.push({ id, question, answer: reachable, ...(when === undefined ? {} : { when }) });
  }
  if (stages.length === 0) return err({ kind: 'nothingToAsk', protocol: protocol.id, leftOut });
  return ok({ stages, leftOut, unscored });
}
