import type { Lexicon } from '../../affect/lexicon.ts';
import { isEmotionWord } from '../labelFolding.ts';
import { combinedParts, partOf } from './combinedCells.ts';
import { readPythonLiteral } from '../tables/pythonLiteral.ts';
import type { RecordTable } from '../tables/recordTable.ts';

const sampleRows = 100;
/** A table of vectors has hundreds of thousands of members; nobody groups by more than this. */
const mostMembers = 1000;
/** Objects in objects deeper than this are documents. */
const deepestMembers = 4;

/** A column that is made of another one: `of` its cells, by row. */
interface InnerColumn {
  readonly name: string;
  readonly of: (row: number) => unknown;
}

/**
 * Cells that hold literals of Python or JSON, or several words for emotions with a sign between them (`happy;happy;sad`), become what they say; members
 * of dicts, and of the objects in lists (`[{"annotator": "a", "label": "happy"}, ...]`), become columns of their own; so do the parts of cells that say
 * several things under the names of all of them.
 */
export function withInnerColumns(table: RecordTable, lexicon: Lexicon): RecordTable {
  const cells = new Map<number, (row: number) => unknown>();
  for (const at of table.columns.keys()) {
    const read = readerOf(table, at, lexicon);
    if (read === undefined) continue;
    const values = Array.from({ length: table.length }, (_, row) => read(table.valueAt(row, at)));
    cells.set(at, (row) => values[row]);
  }
  const cellAt = (row: number, at: number) => cells.get(at)?.(row) ?? table.valueAt(row, at);
  const inner = table.columns.flatMap((name, at) => {
    const isParsed = cells.has(at);
    if (!isParsed && !holdsObjects(table, at)) return [];
    return membersOf(table.length, (row) => cellAt(row, at), isParsed).map((member): InnerColumn => {
      return { name: `${name}.${member.join('.')}`, of: (row) => memberOf(cellAt(row, at), member) };
    });
  });
  for (const { name, at, part } of combinedParts(table, lexicon))
    inner.push({ name, of: (row) => partOf(table.valueAt(row, at), part) });
  if (cells.size === 0 && inner.length === 0) return table;
  const { placed: _cells, ...rest } = table;
  const own = table.columns.length;
  return {
    ...rest,
    columns: [...table.columns, ...inner.map(({ name }) => name)],
    valueAt: (row, column) => (column < own ? cellAt(row, column) : inner[column - own]?.of(row)),
  };
}

/** How the cells of a column are read, where they are more than they seem. */
function readerOf(table: RecordTable, at: number, lexicon: Lexicon): ((value: unknown) => unknown) | undefined {
  const texts: string[] = [];
  for (let row = 0; row < Math.min(sampleRows, table.length); row++) {
    const value = table.valueAt(row, at);
    if (typeof value === 'string' && value.trim() !== '') texts.push(value);
  }
  if (texts.filter(mayBeLiteral).length * 2 > texts.length) return literalIn;
  const sign = texts.length === 0 ? undefined : signs.find((one) => separates(one, texts, lexicon));
  return sign === undefined ? undefined : (value) => partsOf(value, sign);
}

function mayBeLiteral(text: string): boolean {
  return /^\s*(?:[[({]|[A-Za-z.]+\().*[\])}]\s*$/s.test(text) && !text.includes('embedded@');
}

function literalIn(value: unknown): unknown {
  return typeof value === 'string' ? readPythonLiteral(value)?.value : undefined;
}

const signs = [';', '|', ',', '/', ' '] as const;

/**
 * Words of several people: emotions, of which some cell has one twice. Different ones alone may be one label, as `happy|surprise`, unless
 * these words are labels of other cells: then a cell has several labels.
 */
function separates(sign: string, texts: readonly string[], lexicon: Lexicon): boolean {
  if (!texts.some((text) => text.includes(sign))) return false;
  const cells = texts.map((text) => partsOf(text, sign) ?? []);
  const parts = cells.flat();
  const several = cells.filter((cell) => cell.length > 1);
  if (parts.filter((part) => isEmotionWord(part, lexicon)).length * 10 < parts.length * 9) return false;
  if (several.length * 2 > texts.length && several.some((cell) => new Set(cell).size < cell.length)) return true;
  if (several.length < 2 || sign === ' ' || sign === '/') return false;
  const alone = new Set(cells.filter((cell) => cell.length === 1).flat());
  const combined = [...new Set(several.flat())];
  return combined.filter((part) => alone.has(part)).length * 2 >= combined.length;
}

function partsOf(value: unknown, sign: string): readonly string[] | undefined {
  if (typeof value !== 'string') return undefined;
  const parts = value.split(sign).map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

/** Lists with nothing but objects in them, in most of the first cells that have anything. */
function holdsObjects(table: RecordTable, at: number): boolean {
  let filled = 0;
  let lists = 0;
  for (let row = 0; row < Math.min(sampleRows, table.length); row++) {
    const value = table.valueAt(row, at);
    if (value === undefined || value === null || value === '') continue;
    filled++;
    if (isObjectList(value)) lists++;
  }
  return lists * 2 > filled;
}

/** The way to a member: its name, in objects inside objects those of all of them. */
type MemberPath = readonly string[];

function membersOf(length: number, cellAt: (row: number) => unknown, isParsed: boolean): readonly MemberPath[] {
  const paths = new Map<string, MemberPath>();
  for (let row = 0; row < length && paths.size < mostMembers; row++) {
    const value = cellAt(row);
    if (isObjectList(value)) for (const one of value) addMembers(paths, [], one);
    else if (isParsed && isDict(value)) addMembers(paths, [], value);
  }
  return [...paths.values()];
}

function addMembers(paths: Map<string, MemberPath>, outer: MemberPath, value: Readonly<Record<string, unknown>>): void {
  for (const name in value) {
    const path = [...outer, name];
    const key = path.join('\0');
    if (!paths.has(key)) paths.set(key, path);
    const inner = value[name];
    if (path.length === deepestMembers) continue;
    if (isObjectList(inner)) for (const one of inner) addMembers(paths, path, one);
    else if (isDict(inner)) addMembers(paths, path, inner);
  }
}

/** Members of lists are in one list, were it in lists of lists. */
function memberOf(value: unknown, path: MemberPath): unknown {
  if (isObjectList(value)) {
    const members = value.flatMap((one) => memberOf(one, path) ?? []);
    return members.length === 0 ? undefined : members;
  }
  const [name, ...rest] = path;
  if (name === undefined || !isDict(value) || !Object.hasOwn(value, name)) return undefined;
  return rest.length === 0 ? value[name] : memberOf(value[name], rest);
}

function isObjectList(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.length > 0 && value.every(isDict);
}

function isDict(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
