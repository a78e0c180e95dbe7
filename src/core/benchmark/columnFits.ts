import { columnKey, nameFit } from './columnNames.ts';
import type { ColumnProfile } from './columnProfile.ts';
import type { RoleReason } from './columnRoles.ts';

/** How much a column looks like the one of pictures, 0 to above 2. */
export function imageFit(column: ColumnProfile): { readonly fit: number; readonly why: RoleReason } {
  const name = nameFit(column.name, 'image') || (/file_?names?$/i.test(column.name) ? 1 : 0);
  // The log of a training beside pictures that are called by numbers.
  const isLog = column.numbers > 0.9 && /^(?:epoch|step|iter|iteration)s?$/.test(columnKey(column.name));
  if (column.filled === 0 || isLog) return { fit: 0, why: 'name' };
  if (column.embedded) return { fit: 2.2 + name, why: 'content' };
  const content = Math.max(column.pictureLike, column.found);
  // Words for emotions, and few numbers for many rows, may well be names of files by chance.
  const isByChance =
    column.emotions > 0.5 ||
    (column.pictureLike < 0.5 && column.distinct.size * 2 < column.filled) ||
    (isOtherNumber(column) && column.found < 0.9);
  if (content >= 0.5) {
    if (name === 0 && isByChance) return { fit: 0, why: 'content' };
    const distinct = column.distinct.size / column.filled;
    // Files that are here come before pictures in the table itself, and these before files that are not.
    const here = column.found >= 0.5 ? 2.5 : 0;
    return {
      fit: here + content + name + column.pictureLike / 4 + distinct / 4,
      why: name > 0 ? 'nameAndContent' : 'content',
    };
  }
  const isNumbered = name > 0.8 && areNumberedNames(column, content > 0);
  const couldBe = isNumbered || (column.numbers < 0.5 && column.length < 300 && !isByChance && column.lists < 0.5);
  if (content > 0 && name > 0 && couldBe) return { fit: 0.5 + content + name / 2, why: 'nameAndContent' };
  return name > 0.8 && couldBe ? { fit: name / 2, why: 'name' } : { fit: 0, why: 'name' };
}

/** Numbers that are written as files are numbered, `0001` and so on, each once; or any, each once, where some pictures are called so. */
function areNumberedNames(column: ColumnProfile, areSomeHere: boolean): boolean {
  if (!isCounter(column) || column.numbers <= 0.9) return false;
  const names = [...column.distinct];
  const isPadded = names.every((name) => /^\d+$/.test(name)) && names.some((name) => /^0\d/.test(name));
  return areSomeHere || (isPadded && new Set(names.map(({ length }) => length)).size === 1);
}

/** Numbers under a name that is neither that of an id nor only a place in the row, such as the epochs of a training log. */
function isOtherNumber({ name, numbers }: ColumnProfile): boolean {
  return numbers > 0.9 && !/^\d*$/.test(name.trim()) && nameFit(name, 'id') === 0;
}

/** Numbers, most of them. */
export function isRating(column: ColumnProfile): boolean {
  return column.numbers > 0.5;
}

/** Names or numbers of groups: short, and of a number that a person can look over. */
export function isGroups(column: ColumnProfile): boolean {
  return column.length <= 60 && column.lists < 0.5 && column.distinct.size <= 60;
}

/** Values that may be labels: words, or whole numbers, few of them. */
export function isCodes(column: ColumnProfile): boolean {
  if (column.numbers > 0.9 && column.whole < 1) return false;
  // A small part of a set of many classes still has each of its numbers twice.
  const repeated = column.whole === 1 ? Math.min(40, column.filled / 2) : 0;
  const few = Math.max(12, repeated, Math.min(100, column.filled / 3));
  return column.length <= 60 && column.distinct.size <= few && column.lists < 0.5;
}

/** 1, 2, 3, ... down the rows is a number of the row. */
export function isCounter(column: ColumnProfile): boolean {
  return column.whole === 1 && column.filled > 2 && column.distinct.size === column.filled;
}

const mostFieldValues = 40;

/** Few distinct values that repeat: what groups can be made by. */
export function isFewValued(column: ColumnProfile): boolean {
  const { distinct, filled } = column;
  if (filled === 0 || column.length > 60 || column.lists > 0.5 || column.embedded || column.pictureLike > 0.5)
    return false;
  if (column.numbers > 0.9 && (column.whole < 1 || distinct.size > 12)) return false;
  return distinct.size <= mostFieldValues && (distinct.size === 1 || distinct.size <= filled * 0.75);
}

/** Longer ones, on the average, are documents or vectors that nobody asks for by their values. */
const longestField = 1000;
const longestList = 200;

/** Numbers, texts and short lists: what an item can be asked for. */
export function isTellable(column: ColumnProfile): boolean {
  if (column.filled === 0 || column.embedded || column.objects > 0.5) return false;
  return column.length <= (column.lists > 0.5 || column.vectors > 0.5 ? longestList : longestField);
}

/** More columns of numbers than this that are called alike but for a number (`f0`, `f1`, ...) are one vector. */
const mostAlike = 32;

/** The columns that are members of a vector. */
export function vectorColumns(columns: readonly ColumnProfile[]): ReadonlySet<ColumnProfile> {
  const alike = new Map<string, ColumnProfile[]>();
  for (const column of columns) {
    const stem = column.name.replace(/\d+/g, '#');
    if (stem === column.name || column.numbers <= 0.9) continue;
    const others = alike.get(stem);
    if (others) others.push(column);
    else alike.set(stem, [column]);
  }
  return new Set([...alike.values()].filter((one) => one.length > mostAlike).flat());
}

/** More columns of small numbers than this in a table without a header are votes. */
const mostCounted = 3;

/**
 * The class of each row in a table without a header, which has no names: `train_00001.jpg 5` is a picture and the number of its class. Among boxes and
 * other numbers a class counts from 0 or 1 and comes again; where several do, lists have it at the end. A row of many counts is one of votes, whose emotions
 * nothing names.
 */
export function bareClass(free: readonly ColumnProfile[], all: readonly ColumnProfile[]): ColumnProfile | undefined {
  const bare = free.filter((column) => /^\d+$/.test(column.name));
  const isBare = bare.length > 0 && all.every(({ name }) => /^\d+$/.test(name));
  const classes = isBare ? bare.filter((column) => isCodes(column) && column.whole === 1) : [];
  const counted = classes.filter(({ min, max, distinct }) => min >= 0 && min <= 1 && max <= 60 && distinct.size > 1);
  if (all.length === 2) return classes[0];
  return counted.length > mostCounted ? undefined : counted.at(-1);
}

/** Words, or whole numbers alone. */
export function isWordsOrWhole({ numbers, whole }: ColumnProfile): boolean {
  return numbers < 0.5 || whole === 1;
}

/** Neither numbers nor what holds them. */
export function isText({ numbers, lists, objects, vectors }: ColumnProfile): boolean {
  return numbers < 0.5 && lists < 0.5 && objects < 0.5 && vectors < 0.5;
}
