import type { Lexicon } from '../../affect/lexicon.ts';
import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import { readerVersion } from '../answerReader.ts';
import { recordedLexicon } from '../recordedLexicon.ts';
import type { RunRecord } from '../runRecord.ts';
import { readRunRecord, runPaths, saveRunRecord } from '../runStore.ts';
import { isFlip } from './readLines.ts';
import type { ReadLine } from './readLines.ts';
import type { Reread, RereadError, RereadOptions, RereadPorts } from './reread.ts';
import { readRunAgain } from './rereadRun.ts';
import type { RereadRun } from './rereadRun.ts';
import { rewrittenLine } from './rewrittenLine.ts';

/**
 * Reads a run's stored replies again under the run's lock and writes what flipped: the outcomes as a whole, then the record.
 * A kill leaves the old or the new outcomes. Lines that are read as before stay byte for byte; what was paid stays untouched.
 */
export async function applyReread(
  run: string,
  options: RereadOptions,
  ports: RereadPorts,
): Promise<Result<Reread, RereadError>> {
  // Looked for before the lock is taken, because taking it makes the folder.
  const there = await readRunRecord(ports.store, run);
  if (!there.ok) return there;
  const locked = await ports.store.lock(runPaths(run).lock);
  if (!locked.ok) {
    const { error } = locked;
    return err(error.kind === 'locked' ? { kind: 'locked', run, heldBy: error.heldBy } : error);
  }
  try {
    const read = await readRunAgain(run, options, ports);
    if (!read.ok) return read;
    if (read.value.reread.applied) return ok(read.value.reread);
    return await write(read.value, options.lexicon, ports);
  } finally {
    await locked.value.release();
  }
}

async function write(
  { record, bytes, lines, reread }: RereadRun,
  lexicon: Lexicon,
  { store }: RereadPorts,
): Promise<Result<Reread, RereadError>> {
  const changed = [...lines.byItem.values()]
    .flatMap((ofItem) => [...ofItem.values()])
    .filter((line) => line.outcome !== undefined)
    .sort((a, b) => a.start - b.start);
  if (changed.length > 0) {
    const written = await store.write(runPaths(record.run).outcomes, replaced(bytes, changed, record));
    if (!written.ok) return written;
  }
  // Words of former readings are not those of this one.
  const { lexicon: _former, ...rest } = record;
  const saved = await saveRunRecord(store, { ...rest, readerVersion, ...recordedLexicon(lexicon) });
  return saved.ok ? ok({ ...reread, applied: true }) : saved;
}

/** The file with other lines in place of some, in their order. */
function replaced(bytes: Uint8Array, changed: readonly ReadLine[], record: RunRecord): Uint8Array {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const line of changed) {
    const { start, end, outcome, after } = line;
    if (outcome === undefined || after === undefined) continue;
    parts.push(bytes.subarray(from, start));
    parts.push(encoder.encode(JSON.stringify(rewrittenLine(outcome, after, isFlip(line) ? record : undefined))));
    from = end;
  }
  parts.push(bytes.subarray(from));
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
