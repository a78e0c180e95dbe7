import { resolveProtocol } from '../evaluation/resolveProtocol.ts';
import type { RunRecord } from '../evaluation/runRecord.ts';
import type { ReviewedRun } from './dossier.ts';

/**
 * A run as reviewing needs it. Labels, scales and polarity are the run's own, not the benchmark's of today: an answer is
 * held against the question that was asked.
 */
export function reviewedRun(record: RunRecord, outcomes: ReviewedRun['outcomes']): ReviewedRun {
  return { ...runFacts(record), outcomes };
}

/** What there is to know of a run without its outcomes. */
export function runFacts(record: RunRecord): Omit<ReviewedRun, 'outcomes'> {
  const resolved = resolveProtocol(
    record.protocol,
    {
      labels: record.labels,
      scales: {
        degree: record.scales['degree'] && { ...record.scales['degree'], source: 'data' },
        quality: record.scales['quality'] && { ...record.scales['quality'], source: 'data' },
      },
    },
    record.polarity,
  );
  return {
    run: record.run,
    key: JSON.stringify([record.model, record.endpoint, record.strategy, record.promptsSha256, record.parameters]),
    model: record.model,
    protocol: record.protocol.id,
    strategy: record.strategy,
    stages: resolved.ok ? resolved.value.stages : [],
    polarity: record.polarity,
  };
}
