import type { ForeignReply } from './foreignReply.ts';
import type { ItemMatcher } from './matchItems.ts';

/** What a file says of a document that it calls by a number alone. */
export interface NumberedDocument {
  readonly number: string;
  /** Its right answer as a label of the benchmark, where it is one. */
  readonly target?: string;
}

/** Finds the item that the number of a document means; `undefined` where it means none. */
export type DocumentFinder = (number: string) => string | undefined;

/** Answers that differ, without which it is no wonder that all of them agree. */
const fewestTargets = 2;

/** The number of a document that a reply is about, where that is all it says. */
export function numberOf({ pictures, ids }: Pick<ForeignReply, 'pictures' | 'ids'>): string | undefined {
  const [first] = ids;
  return pictures.length === 0 && first !== undefined && /^\d{1,9}$/.test(first) ? first : undefined;
}

/**
 * What the numbers of documents mean. lmms-eval counts the rows of a data set from 0, and others give its ids, and the file does not say which data set
 * that was: so a meaning counts only where the right answer of every document is the label of its item. `undefined` where no document is the one that counting begins with: then
 * the numbers are ids, and each is held against its item alone.
 */
export async function documentFinder(
  documents: readonly NumberedDocument[],
  matcher: ItemMatcher,
  labelOf: (item: string) => string | undefined,
): Promise<DocumentFinder | undefined> {
  const targets = new Set(documents.map(({ target }) => target));
  targets.delete(undefined);
  const agrees = (find: DocumentFinder): boolean =>
    documents.every(({ number, target }) => {
      const item = find(number);
      const label = item === undefined ? undefined : labelOf(item);
      return item !== undefined && (target === undefined || label === undefined || label === target);
    });
  const { orders, itemCalled } = await matcher.called();
  const byPlace = orders.map(
    (order): DocumentFinder =>
      (number) =>
        order[Number(number)],
  );
  const known = [...(targets.size >= fewestTargets ? byPlace : []), itemCalled];
  const counts = documents.some(({ number }) => Number(number) === 0);
  return known.find(agrees) ?? (counts ? () => undefined : undefined);
}
