import type { DraftNumber } from './format.ts';
import type { RowValues } from './rowValues.ts';

/** What all rows say about one picture. */
export interface RatedPicture {
  readonly first: RowValues;
  readonly raters: string[];
  readonly degrees: DraftNumber[];
}

/** Fewer rows for each picture may be those of people who all disagree. */
const fewestScores = 4;

/** Whether each picture has a row with a number for each of the same emotions: then these are no people, but how strong each emotion is. */
export function scoresEach(pictures: Iterable<RatedPicture>): boolean {
  let all: string | undefined;
  for (const { raters, degrees } of pictures) {
    const key = [...new Set(raters)].sort().join('\0');
    if (raters.length < fewestScores || degrees.length !== raters.length) return false;
    if (new Set(raters).size !== raters.length || (all !== undefined && key !== all)) return false;
    all = key;
  }
  return all !== undefined;
}

/** The word with the highest number, where one alone has it. */
export function best(words: readonly string[], numbers: readonly DraftNumber[]): string | undefined {
  const most = Math.max(...numbers.map(({ value }) => value));
  const at = numbers.flatMap(({ value }, i) => (value === most ? [i] : []));
  return at.length === 1 ? words[at[0]!] : undefined;
}
