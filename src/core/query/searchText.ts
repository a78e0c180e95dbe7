const ascii = /^[\0-~]*$/;

/** Whether a text has nothing beyond the printable characters and controls of ASCII. */
export function isAscii(text: string): boolean {
  return ascii.test(text);
}

/** Case and width do not count in a search (Unicode NFKC, UAX #15); most texts are ASCII, which needs no normaliser. */
export function foldForSearch(text: string): string {
  return (isAscii(text) ? text : text.normalize('NFKC')).toLowerCase();
}
