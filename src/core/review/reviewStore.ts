import type { FileError, ReadableFolder, WritableFolder } from '../ports.ts';
import { ok, type Result } from '../result.ts';
import { type ReviewLine, reviewLineSchema } from './verdict.ts';

/** Where verdicts are kept, inside `.emolens/`. */
export const reviewsPath = 'reviews.jsonl';

/** A line of `reviews.jsonl` that is not a review line: kept in the file, left out of the book. */
export interface BadReviewLine {
  readonly line: number;
  readonly detail: string;
}

/** All review lines in the order they were written, and the physical lines (from 1) that could not be read. */
export interface ReadReviews {
  readonly lines: readonly ReviewLine[];
  readonly bad: readonly BadReviewLine[];
}

/** Reads `reviews.jsonl`; a missing file is an empty book. */
export async function readReviews(store: ReadableFolder): Promise<Result<ReadReviews, FileError>> {
  const bytes = await store.read(reviewsPath);
  if (!bytes.ok) return bytes.error.kind === 'notFound' ? ok({ lines: [], bad: [] }) : bytes;
  const lines: ReviewLine[] = [];
  const bad: BadReviewLine[] = [];
  for (const [index, text] of new TextDecoder().decode(bytes.value).split('\n').entries()) {
    if (text.trim() === '') continue;
    const parsed = parseLine(text);
    if (typeof parsed === 'string') bad.push({ line: index + 1, detail: parsed });
    else lines.push(parsed);
  }
  return ok({ lines, bad });
}

/** Appends one verdict; it is on disk when this resolves. */
export async function appendReview(store: WritableFolder, line: ReviewLine): Promise<Result<void, FileError>> {
  const appender = await store.openLines(reviewsPath);
  if (!appender.ok) return appender;
  try {
    return await appender.value.append(JSON.stringify(line));
  } finally {
    await appender.value.close();
  }
}

function parseLine(text: string): ReviewLine | string {
  try {
    const parsed = reviewLineSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : (parsed.error.issues[0]?.message ?? 'not a review line');
  } catch {
    return 'not JSON';
  }
}
