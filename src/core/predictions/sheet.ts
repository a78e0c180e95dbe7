import type { ReadableFolder } from '../ports.ts';
import { err, ok, type Result } from '../result.ts';
import { readZipEntry, zipEntries, type ZipEntry } from './zipArchive.ts';

/** One row of a sheet: its number, counted from 1 as the sheet shows it, and its cells as text by column, from 0. */
export interface SheetRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const mostColumns = 1000;

/**
 * Reads the first sheet of an Excel workbook (`.xlsx`, ECMA-376 part 1, 18.3): shared, inline and formula texts, numbers and truth values as
 * written; no dates are told from numbers and nothing is computed. The error says what is broken.
 */
export async function readSheet(folder: ReadableFolder, path: string): Promise<Result<readonly SheetRow[], string>> {
  const listing = await zipEntries(folder, path);
  if (!listing.ok) return listing;
  const { entries } = listing.value;
  const text = async (entry: ZipEntry | undefined): Promise<Result<string, string>> => {
    if (entry === undefined) return ok('');
    const bytes = await readZipEntry(folder, path, entry, {});
    return bytes.ok ? ok(new TextDecoder().decode(bytes.value)) : err(`${entry.name}: ${bytes.error}`);
  };
  const sheet = firstSheet(entries);
  if (sheet === undefined) return err('it holds no sheet');
  const shared = await text(entries.find(({ name }) => name.toLowerCase() === 'xl/sharedstrings.xml'));
  if (!shared.ok) return shared;
  const xml = await text(sheet);
  return xml.ok ? ok([...rowsOf(xml.value, sharedTexts(shared.value))]) : xml;
}

function firstSheet(entries: readonly ZipEntry[]): ZipEntry | undefined {
  const numberOf = ({ name }: ZipEntry): number => Number(/(\d+)\.xml$/.exec(name)?.[1] ?? 0);
  return entries
    .filter(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b))[0];
}

interface XmlElement {
  readonly attributes: string;
  readonly inner: string;
}

/**
 * The elements of a name, whatever their prefix; those of the same name inside one are not looked for. Goes from tag to tag once, so that a text
 * made of opening tags alone takes no longer than any other.
 */
function* elements(xml: string, name: string): Generator<XmlElement> {
  const open = new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])`, 'g');
  for (let match = open.exec(xml); match; match = open.exec(xml)) {
    const end = xml.indexOf('>', match.index);
    if (end < 0) return;
    const attributes = xml.slice(match.index + match[0].length, end);
    if (attributes.endsWith('/')) {
      open.lastIndex = end + 1;
      yield { attributes, inner: '' };
      continue;
    }
    const closing = `</${match[0].slice(1)}>`;
    const close = xml.indexOf(closing, end);
    if (close < 0) return;
    open.lastIndex = close + closing.length;
    yield { attributes, inner: xml.slice(end + 1, close) };
  }
}

function sharedTexts(xml: string): readonly string[] {
  return Array.from(elements(xml, 'si'), ({ inner }) => textsIn(inner));
}

/** The texts of all runs of one string; how they are read aloud (`rPh`) is none of it. */
function textsIn(xml: string): string {
  let spoken = xml;
  if (xml.includes('rPh')) for (const { inner } of elements(xml, 'rPh')) spoken = spoken.replace(inner, () => '');
  return Array.from(elements(spoken, 't'), ({ inner }) => plain(inner)).join('');
}

function* rowsOf(xml: string, shared: readonly string[]): Generator<SheetRow> {
  let line = 0;
  for (const { attributes, inner } of elements(xml, 'row')) {
    line = Number(/\br="(\d+)"/.exec(attributes)?.[1] ?? line + 1);
    const cells: string[] = [];
    for (const { attributes: about, inner: content } of elements(inner, 'c')) {
      const column = columnOf(/\br="([A-Z]+)\d*"/.exec(about)?.[1]) ?? cells.length;
      if (column >= mostColumns) continue;
      while (cells.length < column) cells.push('');
      cells[column] = cellText(/\bt="(\w+)"/.exec(about)?.[1], content, shared);
    }
    yield { line, cells };
  }
}

function cellText(type: string | undefined, xml: string, shared: readonly string[]): string {
  if (type === 'inlineStr') return textsIn(xml);
  const [first] = elements(xml, 'v');
  const value = plain(first?.inner ?? '');
  return type === 's' ? (shared[Number(value)] ?? '') : value;
}

/** `A` is 0, `AA` 26. */
function columnOf(letters: string | undefined): number | undefined {
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Entities of XML, and the `_x000D_` that workbooks write for control characters. */
function plain(xml: string): string {
  const text = xml.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (all, hex, decimal, name) => {
      if (typeof name === 'string') return named[name.toLowerCase()] ?? all;
      const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
  return text.replaceAll(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
