import type { Message } from '../../models/model.ts';
import type { Hasher } from '../../ports.ts';
import type { ShownOptions } from '../options.ts';
import type { RunRecord } from '../runRecord.ts';

/**
 * SHA-256 over all that decides an answer: the model, the sampling parameters, the scaling and how a video is sampled, the messages with the
 * pictures' hashes in place of the pictures, what cuts the crops, and the options as shown. Equal hashes mean that asking again would repeat the
 * question word for word; time-out, speed and budget are not part of it.
 */
export function requestHash(
  model: string,
  parameters: RunRecord['parameters'],
  messages: readonly Message[],
  options: ShownOptions | undefined,
  hasher: Hasher,
): Promise<string> {
  const { temperature, maxTokens, seed, maxSide, cropVersion, frames } = parameters;
  const text = JSON.stringify([
    model,
    [
      temperature ?? null,
      maxTokens ?? null,
      seed ?? null,
      maxSide ?? null,
      ...(cropVersion === undefined ? [] : [cropVersion]),
      ...(frames === undefined ? [] : [['frames', 'fps' in frames ? { fps: frames.fps } : frames.count, frames.most]]),
    ],
    messages.map(({ role, parts }) => [
      role,
      ...parts.map((part) => (part.type === 'text' ? ['text', part.text] : ['image', part.image.sha256])),
    ]),
    options === undefined ? null : [options.style, ...options.order],
  ]);
  return hasher.sha256(new TextEncoder().encode(text));
}
