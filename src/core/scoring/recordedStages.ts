import type { ResolvedStage } from '../evaluation/protocol.ts';
import { resolveProtocol } from '../evaluation/resolveProtocol.ts';
import type { ProtocolError } from '../evaluation/resolveProtocol.ts';
import type { RunRecord } from '../evaluation/runRecord.ts';
import { ok } from '../result.ts';
import type { Result } from '../result.ts';

/** The stages as they were asked, even where the benchmark's labels and scales have changed since. */
export function stagesOf(record: RunRecord): Result<readonly ResolvedStage[], ProtocolError> {
  const { degree, quality } = record.scales;
  const scales = {
    ...(degree && { degree: { ...degree, source: 'data' as const } }),
    ...(quality && { quality: { ...quality, source: 'data' as const } }),
  };
  const resolved = resolveProtocol(record.protocol, { labels: record.labels, scales }, record.polarity);
  return resolved.ok ? ok(resolved.value.stages) : resolved;
}
