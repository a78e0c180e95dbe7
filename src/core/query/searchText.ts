const ascii = /^[\0-~]*$/;

/** Whether a text has nothing beyond the printable characters and controls of ASCII. */
export function isAscii(text: string): boolean {
  return ascii.test(text);
}

/** Case and width do not count in a search (Unicode NFKC, UAX #15); most texts are ASCII, which needs no normaliser. */
export function foldForSearch(text: string): string {
  return (isAscii(text) ? text : text.normalize('NFKC')).toLowerCase();
}

/** What stands in texts most often, the most frequent first; what is not here is rare. */
const frequent = ' etaoinshr0123456789dlcumwfgypb.,v_/-';
/** Engines look for a text as short as this by its first character alone, with no tables to make for each search. */
const shortLength = 6;

/**
 * Finds a text again and again from places on, as `indexOf` does. Of a longer one a part is looked for that begins with a character as rare as
 * may be, and the rest is compared where that is found: several times quicker over many short texts.
 */
export function searcherFor(part: string): (text: string, from: number) => number {
  if (part.length <= shortLength) return (text, from) => text.indexOf(part, from);
  let offset = 0;
  for (let i = 1; i <= part.length - shortLength; i++) if (rarity(part[i]!) > rarity(part[offset]!)) offset = i;
  const needle = part.slice(offset, offset + shortLength);
  return (text, from) => {
    for (let at = text.indexOf(needle, from + offset); at >= 0; at = text.indexOf(needle, at + 1)) {
      if (text.startsWith(part, at - offset)) return at - offset;
    }
    return -1;
  };
}

function rarity(character: string): number {
  const place = frequent.indexOf(character);
  return place < 0 ? frequent.length : place;
}
