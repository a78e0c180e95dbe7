/** Texts are compared in pieces of this many characters first. */
const pieceLength = 1 << 16;

/** How many characters two texts have in common from their beginning on. */
export function sameFromStart(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at + pieceLength <= length && a.slice(at, at + pieceLength) === b.slice(at, at + pieceLength)) {
    at += pieceLength;
  }
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

/** The same from their end on. */
export function sameFromEnd(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  const piece = (text: string, at: number) => text.slice(text.length - at - pieceLength, text.length - at);
  let at = 0;
  while (at + pieceLength <= length && piece(a, at) === piece(b, at)) at += pieceLength;
  while (at < length && a.charCodeAt(a.length - 1 - at) === b.charCodeAt(b.length - 1 - at)) at++;
  return at;
}

/** How many of `most` places, from 0 on, pass a test that fails from some place on. */
export function countWhile(most: number, test: (at: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
