import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { FileError, LineAppender } from '../../core/ports.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { makeParent } from './atomicWrite.ts';
import { fileErrorOf } from './fileError.ts';
import type { InsidePath } from './insidePath.ts';
import { afterOthers } from './pacer.ts';

const newline = 0x0a;
/** Lines that wait are written together up to this many bytes. */
const batchBytes = 1 << 20;

interface Waiting {
  readonly bytes: Buffer;
  readonly settle: (result: Result<void, FileError>) => void;
}

/** The part of a file handle that appending needs; tests bring one that fails. */
export interface LineTarget {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
  truncate(length: number): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file for appending whole lines; a torn last line, left by a kill or a full disk, is cut off. */
export async function openLineFile(inside: InsidePath, path: string): Promise<Result<LineAppender, FileError>> {
  const place = await makeParent(inside, path);
  if (!place.ok) return place;
  let handle: FileHandle | undefined;
  try {
    const noFollow = (constants.O_NOFOLLOW as number | undefined) ?? 0;
    handle = await open(place.value, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | noFollow, 0o644);
    const { size } = await handle.stat();
    const whole = await endOfLastLine(handle, size);
    if (whole < size) await handle.truncate(whole);
    return ok(lineAppender(handle, path, whole, size - whole));
  } catch (thrown) {
    await handle?.close().catch(() => undefined);
    return err(fileErrorOf(thrown, path));
  }
}

/**
 * Appends lines to `target`, which holds `size` bytes of whole lines. Lines that wait for the disk are written together.
 * When a write fails, the lines that got through whole stay, the torn one is cut off again, and the rest are told why.
 */
export function lineAppender(target: LineTarget, path: string, size: number, repairedBytes: number): LineAppender {
  const waiting: Waiting[] = [];
  let end = size;
  let draining: Promise<void> | undefined;
  let closed = false;
  let broken: FileError | undefined;

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = takeBatch(waiting);
      const failure =
        broken === undefined
          ? await writeWhole(target, Buffer.concat(batch.map((line) => line.bytes)), path)
          : { written: 0, error: broken };
      let written = failure?.written ?? Infinity;
      for (const line of batch) {
        if (failure !== undefined && written < line.bytes.length) {
          written = 0;
          line.settle(err(failure.error));
          continue;
        }
        written -= line.bytes.length;
        end += line.bytes.length;
        line.settle(ok(undefined));
      }
      // Where the torn part cannot be cut off, nothing may be glued to it: the next opening repairs it.
      if (failure !== undefined && broken === undefined)
        await target.truncate(end).catch(() => (broken = failure.error));
    }
    draining = undefined;
  };

  return {
    repairedBytes,
    append(line) {
      if (closed) return Promise.resolve(err({ kind: 'io', path, detail: 'the file is closed' }));
      return new Promise((settle) => {
        waiting.push({ bytes: Buffer.from(`${line}\n`, 'utf8'), settle });
        // After this turn of the event loop, so that answers that came together are written together.
        draining ??= afterOthers().then(drain);
      });
    },
    async close() {
      if (closed) return;
      closed = true;
      await draining;
      await target.datasync().catch(() => undefined);
      await target.close();
    },
  };
}

function takeBatch(waiting: Waiting[]): readonly Waiting[] {
  let bytes = 0;
  let count = 0;
  while (count < waiting.length && (count === 0 || bytes < batchBytes)) bytes += waiting[count++]?.bytes.length ?? 0;
  return waiting.splice(0, count);
}

async function writeWhole(
  target: LineTarget,
  bytes: Buffer,
  path: string,
): Promise<{ readonly written: number; readonly error: FileError } | undefined> {
  let written = 0;
  try {
    while (written < bytes.length) {
      written += (await target.write(bytes, written, bytes.length - written)).bytesWritten;
    }
    return undefined;
  } catch (thrown) {
    return { written, error: fileErrorOf(thrown, path) };
  }
}

async function endOfLastLine(handle: FileHandle, size: number): Promise<number> {
  const chunk = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - chunk.length);
    const { bytesRead } = await handle.read(chunk, 0, end - start, start);
    const at = chunk.subarray(0, bytesRead).lastIndexOf(newline);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}
