/** What a hash begins with: FNV-1a, 32 bits (Fowler, Noll, Vo; draft-eastlake-fnv). Quick, and enough to tell apart what nobody made alike on purpose. */
export const hashStart = 0x811c9dc5;

/** A hash with one more byte or code unit; its sign counts for nothing. */
export function hashWith(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** A hash carried on over the code units of a part of a text, so that a path can be hashed in pieces. */
export function hashOn(hash: number, text: string, start: number, end: number): number {
  let on = hash;
  for (let i = start; i < end; i++) on = hashWith(on, text.charCodeAt(i));
  return on;
}

/** A hash with a last stir, where the low bits are what counts. */
export function stirred(hash: number): number {
  return hash ^ (hash >>> 15);
}

/** The hash of a text, not below 0. */
export function hashOfText(text: string): number {
  return hashOn(hashStart, text, 0, text.length) >>> 0;
}

/** The same in eight characters, as it stands in files. */
export function hashName(text: string): string {
  return hashOfText(text).toString(16).padStart(8, '0');
}
