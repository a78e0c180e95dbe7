import { itemAtPlace, type TextParts } from '../benchmark/itemColumns.ts';
import { foldForSearch, isAscii } from './searchText.ts';

const mark = '\0';
const folded = new WeakMap<Uint32Array, TextParts>();

/** Folded between two turns of others, in UTF-16 units. */
const foldedAtOnce = 1 << 16;

/** A column of running text as a search sees it: folded once, and remembered as long as the column lives. */
export function foldedColumn(column: TextParts): TextParts {
  const folding = foldColumn(column);
  for (let step = folding.next(); ; step = folding.next()) if (step.done === true) return step.value;
}

/** The same, yielding now and then. */
export function* foldColumn(column: TextParts): Generator<void, TextParts> {
  const known = folded.get(column.ends);
  if (known !== undefined) return known;
  const pieces: string[] = [];
  for (let start = 0; start < column.all.length;) {
    // Folding changes nothing across a mark.
    const next = column.all.indexOf(mark, start + foldedAtOnce);
    const end = next < 0 ? column.all.length : next;
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

/** Sets 1 for each item whose text holds `part`; with `whole` for each whose text is `part`. */
export function searchColumn(column: TextParts, part: string, whole: boolean): Uint8Array {
  const { all, ends } = foldedColumn(column);
  const found = new Uint8Array(ends.length);
  const wanted = whole ? mark + part : part;
  if (part === '' && !whole) {
    for (let i = 0; i < ends.length; i++) found[i] = ends[i] === (i === 0 ? 0 : ends[i - 1]) ? 0 : 1;
    return found;
  }
  for (let at = all.indexOf(wanted); at >= 0;) {
    const item = itemAtPlace({ kind: 'text', all, ends }, at);
    const end = ends[item]!;
    if (!whole || at + wanted.length === end) found[item] = 1;
    at = all.indexOf(wanted, end);
  }
  return found;
}

/** Folding may change lengths, but never makes or takes away a mark. */
function endsOf(all: string, before: Uint32Array): Uint32Array {
  const ends = new Uint32Array(before.length);
  let end = 0;
  for (let i = 0; i < before.length; i++) {
    if (before[i] !== (i === 0 ? 0 : before[i - 1])) {
      const next = all.indexOf(mark, end + 1);
      end = next < 0 ? all.length : next;
    }
    ends[i] = end;
  }
  return ends;
}
