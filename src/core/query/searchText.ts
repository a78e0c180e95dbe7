const ascii = /^[\0-~]*$/;

/** Case and width do not count in a search (Unicode NFKC, UAX #15); most texts are ASCII, which needs no normaliser. */
export function foldForSearch(text: string): string {
  return (ascii.test(text) ? text : text.normalize('NFKC')).toLowerCase();
}
