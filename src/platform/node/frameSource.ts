import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Failure } from '../../core/models/failure.ts';
import type { EncodedImage } from '../../core/ports.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import type { FrameSource, VideoFacts } from '../../core/video/frameSource.ts';
import { sniffVideo } from '../../core/video/sniffVideo.ts';
import { insidePath } from './insidePath.ts';
import { runProgram } from './runDecoder.ts';
import type { ProgramEnd } from './runDecoder.ts';
import { readVideoFacts, readVideoTime } from './videoFacts.ts';

/** Where the decoder is: an absolute path, or a name that is looked for on PATH. */
export interface FrameSourceOptions {
  readonly ffmpeg: string;
}

const limits = { ms: 30_000, bytes: 64 * 2 ** 20 };
/** More decoders at a time would only wait for each other, and each takes memory. */
const mostAtOnce = 2;

/**
 * A {@link FrameSource} over `ffmpeg`, which is not shipped and has to be on the machine. Files are given to it by absolute paths that
 * were proven to be inside the root, with the container told by their bytes, so that nothing in them can name another file
 * or an address. Each call has a limit of time, output and memory.
 */
export function createFrameSource(root: string, { ffmpeg }: FrameSourceOptions): FrameSource {
  const inside = insidePath(resolve(root));
  let found: Promise<boolean> | undefined;
  const isThere = (): Promise<boolean> => {
    found ??= runProgram(ffmpeg, ['-hide_banner', '-version'], limits).then((end) => {
      const works = end.kind === 'ended' && end.status === 0;
      if (!works) found = undefined;
      return works;
    });
    return found;
  };

  /** The arguments that open a file for reading: nothing but that file, as what it is. */
  async function inputOf(path: string, seek: readonly string[] = []): Promise<Result<readonly string[], Failure>> {
    const real = await inside.resolved(path);
    if (!real.ok) return err({ kind: 'unreadableImage', detail: `${real.error.kind}: ${path}` });
    const container = sniffVideo(await headOf(real.value));
    if (container === undefined) return err({ kind: 'corruptVideo', detail: 'no known container' });
    const guard = ['-nostdin', '-threads', '1', '-max_alloc', String(2 ** 29), '-protocol_whitelist', 'file'];
    return ok([...guard, '-max_pixels', '100000000', ...seek, '-f', container, '-i', `file:${real.value}`]);
  }

  async function describe(path: string, signal?: AbortSignal): Promise<Result<VideoFacts, Failure>> {
    const input = await inputOf(path);
    if (!input.ok) return input;
    // Without an output it says what it has opened, and ends with an error.
    const end = await inTurn(() => runProgram(ffmpeg, ['-hide_banner', ...input.value], limits, signal));
    if (end.kind !== 'ended') return err(failureOf(end));
    const facts = readVideoFacts(end.err);
    if (facts === undefined) return err({ kind: 'corruptVideo', detail: lastLine(end.err) });
    if (facts.seconds !== undefined) return ok({ ...facts, seconds: facts.seconds });
    // Some writers leave the length out of the header: then all packets are gone through, undecoded.
    const walk = [...input.value, '-map', '0:v:0', '-c', 'copy', '-f', 'null', '-'];
    const walked = await inTurn(() => runProgram(ffmpeg, ['-hide_banner', ...walk], limits, signal));
    if (walked.kind !== 'ended') return err(failureOf(walked));
    return ok({ ...facts, seconds: readVideoTime(walked.err) ?? 0 });
  }

  async function frameAt(path: string, time: number, signal?: AbortSignal): Promise<Result<EncodedImage, Failure>> {
    let said = '';
    // The last picture may stand before the time that the header promises.
    for (const at of new Set([time, Math.max(0, time - 0.5), 0])) {
      const input = await inputOf(path, ['-ss', at.toFixed(3)]);
      if (!input.ok) return input;
      const args = ['-hide_banner', '-loglevel', 'error', ...input.value, ...asOneJpeg];
      const end = await inTurn(() => runProgram(ffmpeg, args, limits, signal));
      if (end.kind !== 'ended') return err(failureOf(end));
      if (end.out.length > 0) return ok({ bytes: new Uint8Array(end.out), mime: 'image/jpeg' });
      said = lastLine(end.err);
    }
    return err({ kind: 'corruptVideo', detail: said === '' ? 'no picture in it' : said });
  }

  return {
    isThere,
    describe,
    sha256: async (path) => {
      const real = await inside.resolved(path);
      if (!real.ok) return err({ kind: 'unreadableImage', detail: `${real.error.kind}: ${path}` });
      try {
        const hash = createHash('sha256');
        for await (const part of createReadStream(real.value)) hash.update(part as Buffer);
        return ok(hash.digest('hex'));
      } catch (thrown) {
        return err({ kind: 'unreadableImage', detail: thrown instanceof Error ? thrown.message : String(thrown) });
      }
    },
    frames: async (path, times, signal) => {
      const frames: EncodedImage[] = [];
      for (const time of times) {
        const frame = await frameAt(path, time, signal);
        if (!frame.ok) return frame;
        frames.push(frame.value);
      }
      return ok(frames);
    },
  };
}

/** One picture, upright and with square pixels, as a JPEG of high quality. */
const asOneJpeg = [
  ...['-map', '0:v:0', '-frames:v', '1', '-vf', 'scale=iw*sar:ih,setsar=1'],
  ...['-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj420p', '-f', 'image2pipe', '-'],
];

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return new Uint8Array();
  try {
    const head = new Uint8Array(64);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function failureOf({ kind }: Exclude<ProgramEnd, { kind: 'ended' }>): Failure {
  switch (kind) {
    case 'missing':
      return { kind: 'noVideoDecoder', detail: '' };
    case 'cancelled':
      return { kind: 'modelError', detail: 'cancelled' };
    case 'tooLong':
      return { kind: 'corruptVideo', detail: `nothing came of it in ${limits.ms / 1000} s` };
    case 'tooMuch':
      return { kind: 'corruptVideo', detail: 'a picture of it is too large' };
  }
}

/** The last line that a program said, without the path that it may name. */
function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line.replace(/file:.*?: /, '').slice(0, 300);
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  while (running >= mostAtOnce) await new Promise<void>((next) => waiting.push(next));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}
