import type { Result } from '../../result.ts';
import type { Reread, RereadError, RereadOptions, RereadPorts } from './reread.ts';

/** Reads a run's stored replies again, offline, and says what would flip. Nothing is written. */
export function rereadRun(
  run: string,
  _options: RereadOptions,
  _ports: RereadPorts,
): Promise<Result<Reread, RereadError>> {
  return Promise.resolve({ ok: false, error: { kind: 'noSuchRun', run } });
}
