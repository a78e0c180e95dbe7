import type { QueryError } from '../benchmark/query.ts';

/** The sentence that tells a person what is wrong with a query. */
export function queryErrorText(error: QueryError): string {
  return `${error.kind} at ${error.at}`;
}
