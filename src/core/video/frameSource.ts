import type { Failure } from '../models/failure.ts';
import type { EncodedImage } from '../ports.ts';
import type { Result } from '../result.ts';

/** How long a video is, in seconds, and how large its pictures are, in pixels as they are shown. */
export interface VideoFacts {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
}

/** Takes pictures out of the videos of one folder; paths are relative to it. Never throws; a cancelled call fails with `modelError`. */
export interface FrameSource {
  /** Whether there is anything that decodes videos; found out once, and again after it was missing. */
  isThere(): Promise<boolean>;
  /** SHA-256 of a video's file, read in pieces, since it may be larger than the memory. */
  sha256(path: string): Promise<Result<string, Failure>>;
  describe(path: string, signal?: AbortSignal): Promise<Result<VideoFacts, Failure>>;
  /** One JPEG for each time, in seconds from the start: the picture that is shown then, or the last one before. */
  frames(
    path: string,
    times: readonly number[],
    signal?: AbortSignal,
  ): Promise<Result<readonly EncodedImage[], Failure>>;
}
