import type { TextParts } from '../benchmark/itemColumns.ts';
import { Bits } from './bits.ts';
import { searchIndex } from './indexedColumn.ts';
import { foldForSearch, isAscii, searcherFor } from './searchText.ts';
import type { Turns } from '../turns.ts';

const mark = '\0';
const folded = new WeakMap<Uint32Array, TextParts>();

/** Folded between two turns of others, in UTF-16 units. */
const foldedAtOnce = 1 << 16;
/** Searched between two turns of others, in UTF-16 units. */
const searchedAtOnce = 1 << 22;

/** A column of running text as a search sees it: folded once, and remembered as long as the column lives. */
export function* foldColumn(column: TextParts): Turns<TextParts> {
  const known = folded.get(column.ends);
  if (known !== undefined) return known;
  const pieces: string[] = [];
  for (let start = 0; start < column.all.length;) {
    // Folding changes nothing across a mark.
    const end = markFrom(column.all, start + foldedAtOnce);
    pieces.push(foldForSearch(column.all.slice(start, end)));
    start = end;
    yield;
  }
  const all = pieces.join('');
  const isPlain = all.length === column.all.length && pieces.every(isAscii);
  const made: TextParts = { kind: 'text', all, ends: isPlain ? column.ends : endsOf(all, column.ends) };
  folded.set(column.ends, made);
  return made;
}

/** 1 for each item whose text holds `part`; with `whole` for each whose text is `part`. Items where `open` is 0 are passed over as far as may be: what is said of them counts for nothing. */
export function* searchColumn(column: TextParts, part: string, whole: boolean, open?: Bits): Turns<Bits> {
  if (part === '' && !whole) return presentIn(column);
  const indexed = yield* searchIndex(column, [{ parts: [part], isNegative: false }], open);
  if (indexed !== undefined) return whole ? yield* withoutLonger(indexed, column, part) : indexed;
  return yield* searchFolded(yield* foldColumn(column), part, whole, open);
}

/** Composing makes no more of the UTF-16 units of a text than this into one. */
const mostComposed = 8;
/** Texts looked at between two turns of others. */
const textsAtOnce = 2048;

/** Leaves 1 where a text that holds `part` is nothing else. */
function* withoutLonger(found: Bits, { all, ends }: TextParts, part: string): Turns<Bits> {
  for (let item = found.next(0), looked = 1; item >= 0; item = found.next(item + 1), looked++) {
    const start = (item === 0 ? 0 : ends[item - 1]!) + 1;
    const length = ends[item]! - start;
    const isOther = length > mostComposed * part.length || foldForSearch(all.slice(start, ends[item])) !== part;
    if (isOther) found.clear(item);
    if (looked % textsAtOnce === 0) yield;
  }
  return found;
}

function* searchFolded({ all, ends }: TextParts, part: string, whole: boolean, open: Bits | undefined): Turns<Bits> {
  const found = new Bits(ends.length);
  const wanted = whole ? mark + part : part;
  const next = searcherFor(wanted);
  const startOf = (item: number): number => (item === 0 ? 0 : ends[item - 1]!);
  let [item, offset] = [0, 0];
  for (let start = 0; start < all.length;) {
    const until = markFrom(all, start + searchedAtOnce);
    const piece = all.slice(start, until);
    for (let from = Math.max(0, startOf(item) - start); ; from = startOf(item) - start) {
      // Texts of a column are mostly built alike: where it stood in the last one it is found several times quicker.
      const guess = from + offset;
      const isThere = start + guess + wanted.length <= ends[item]! && isAt(piece, wanted, guess);
      const at = isThere ? guess : next(piece, from);
      if (at < 0) break;
      while (ends[item]! <= start + at) item++;
      offset = start + at - startOf(item);
      if (!whole || start + at + wanted.length === ends[item]) found.set(item);
      item++;
      if (open !== undefined) while (item < open.length && open.has(item) === 0) item++;
    }
    start = until;
    yield;
  }
  return found;
}

function isAt(text: string, part: string, at: number): boolean {
  for (let i = 0; i < part.length; i++) if (text.charCodeAt(at + i) !== part.charCodeAt(i)) return false;
  return true;
}

/** 1 for each item that has a text. */
export function presentIn({ ends }: TextParts): Bits {
  const found = new Bits(ends.length);
  for (let i = 0, before = 0; i < ends.length; i++) {
    found.words[i >>> 5]! |= Number(ends[i] !== before) << (i & 31);
    before = ends[i]!;
  }
  return found;
}

/** The next mark, or the end where there is none. */
function markFrom(all: string, from: number): number {
  const next = all.indexOf(mark, from);
  return next < 0 ? all.length : next;
}

/** Folding may change lengths, but never makes or takes away a mark. */
function endsOf(all: string, before: Uint32Array): Uint32Array {
  const ends = new Uint32Array(before.length);
  let end = 0;
  for (let i = 0; i < before.length; i++) {
    if (before[i] !== (i === 0 ? 0 : before[i - 1])) end = markFrom(all, end + 1);
    ends[i] = end;
  }
  return ends;
}
