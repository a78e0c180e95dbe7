import type { VideoFacts } from '../../core/video/frameSource.ts';

/** Reads length and size out of what `ffmpeg -i` says; `undefined` where there are no moving pictures, `seconds` absent where the file does not say. */
export function readVideoFacts(
  said: string,
): (Omit<VideoFacts, 'seconds'> & { readonly seconds?: number }) | undefined {
  const stream = said.split('\n').find((line) => /^\s*Stream #.*: Video: /.test(line));
  const size = stream && /[ ,](\d{1,5})x(\d{1,5})[ ,[]/.exec(`${stream} `);
  if (!size) return undefined;
  const seconds = secondsIn(/Duration: (\d+):(\d+):([\d.]+)/.exec(said));
  return { width: Number(size[1]), height: Number(size[2]), ...(seconds ? { seconds } : {}) };
}

/** The last time that `ffmpeg` reported while it went through a file, in seconds. */
export function readVideoTime(said: string): number | undefined {
  return secondsIn([...said.matchAll(/time=(\d+):(\d+):([\d.]+)/g)].at(-1) ?? null);
}

function secondsIn(match: RegExpExecArray | RegExpMatchArray | null): number | undefined {
  if (match === null) return undefined;
  return Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}
