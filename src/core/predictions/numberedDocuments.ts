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

/** What finding them needs. */
export interface DocumentSearch {
  readonly matcher: ItemMatcher;
  readonly labelOf: (item: string) => string | undefined;
  readonly pause?: () => Promise<void>;
}

const documentsAtOnce = 1024;

/** The number of a document that a reply is about, where that is all it says. */
export function numberOf({ pictures, ids }: Pick<ForeignReply, 'pictures' | 'ids'>): string | undefined {
  const [first] = ids;
  return pictures.length === 0 && first !== undefined && /^\d{1,9}$/.test(first) ? first : undefined;
}

/**
 * What the numbers of documents mean. lmms-eval counts the rows of a data set from 0, and others give its ids, and the file does not say which data set
 * that was: so a meaning counts only where the right answer of every document is the label of its item, and that of a row's place only where the answers are not all the same. `undefined` where no document is the one that counting begins with: then
 * the numbers are ids, and each is held against its item alone.
 */
export async function documentFinder(
  documents: readonly NumberedDocument[],
  { matcher, labelOf, pause }: DocumentSearch,
): Promise<DocumentFinder | undefined> {
  const agrees = async (find: DocumentFinder): Promise<boolean> => {
    for (const [at, { number, target }] of documents.entries()) {
      if (at % documentsAtOnce === documentsAtOnce - 1) await pause?.();
      const item = find(number);
      const label = item === undefined ? undefined : labelOf(item);
      if (item === undefined || (target !== undefined && label !== undefined && label !== target)) return false;
    }
    return true;
  };
  const { orders, itemCalled } = await matcher.called();
  const byPlace = orders.map(
    (order): DocumentFinder =>
      (number) =>
        order[Number(number)],
  );
  const first = documents.find(({ target }) => target !== undefined)?.target;
  const differ = documents.some(({ target }) => target !== undefined && target !== first);
  for (const find of [...(differ ? byPlace : []), itemCalled]) if (await agrees(find)) return find;
  return documents.some(({ number }) => Number(number) === 0) ? () => undefined : undefined;
}
