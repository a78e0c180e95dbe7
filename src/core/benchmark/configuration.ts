import { builtInLexicon } from '../affect/lexicon.ts';
import { polarityTable } from '../affect/polarity.ts';
import { columnJudgementText, furtherRoleText } from '../words/configureText.ts';
import { problemText } from '../words/problemText.ts';
import type { ReadableFolder } from '../ports.ts';
import type { Benchmark } from './benchmark.ts';
import { decodeText } from './tables/decodeText.ts';
import { parseName } from './names/fileNamePattern.ts';
import { withInnerColumns } from './formats/innerColumns.ts';
import { listedFile } from './files/listing.ts';
import { openParquet, readParquetRows } from './tables/parquetFile.ts';
import { recordsOfText, valueText } from './tables/recordTable.ts';

/** What a descriptor makes of a benchmark, in figures and examples that a person can judge. */
export interface Configuration {
  readonly format: string;
  readonly items: number;
  readonly unlabelled: number;
  readonly labels: readonly {
    readonly label: string;
    readonly count: number;
    readonly polarity: string;
    readonly spellings: readonly Counted[];
  }[];
  readonly unknown: readonly Counted[];
  readonly generators: readonly { readonly name: string; readonly count: number }[];
  readonly generatorCount: number;
  readonly scales: readonly {
    readonly name: 'degree' | 'quality';
    readonly min: number;
    readonly max: number;
    readonly source: string;
  }[];
  readonly names: readonly { readonly stem: string; readonly parts: Readonly<Record<string, string>> }[];
  readonly problems: readonly { readonly kind: string; readonly count: number; readonly text: string }[];
  readonly descriptor: Benchmark['descriptor'];
  /** What each column was taken to hold, and in words how sure that is and why. */
  readonly judged: readonly {
    readonly file: string;
    readonly column: string;
    readonly role: string;
    readonly title: string;
    readonly how: string;
  }[];
}

interface Counted {
  readonly text: string;
  readonly count: number;
}

const mostGenerators = 24;
const mostNames = 8;
const mostSpellings = 60;
/** No more columns than this can be shown. */
const mostJudged = 200;

/** Sums an open benchmark up for the person who corrects what was inferred. */
export function configurationOf(benchmark: Benchmark): Configuration {
  const { items, labels, scales, descriptor, problems } = benchmark;
  const counts = new Map<string, number>();
  const spellings = new Map<string, Map<string, number>>();
  const generators = new Map<string, number>();
  let unlabelled = 0;
  for (const { label, labelAsWritten, generator } of items) {
    if (generator !== undefined) add(generators, generator);
    if (label === undefined) {
      unlabelled++;
      continue;
    }
    add(counts, label);
    const own = spellings.get(label) ?? new Map<string, number>();
    spellings.set(label, own);
    add(own, labelAsWritten ?? label);
  }
  const polarity = { ...polarityTable(labels), ...descriptor.polarity };
  return {
    format: benchmark.format,
    items: items.length,
    unlabelled,
    labels: labels.map((label) => ({
      label,
      count: counts.get(label) ?? 0,
      polarity: polarity[label] ?? 'none',
      spellings: mostFrequent(spellings.get(label) ?? new Map<string, number>(), mostSpellings),
    })),
    unknown: unknownWords(problems),
    generators: mostFrequent(generators, mostGenerators).map(({ text, count }) => ({ name: text, count })),
    generatorCount: generators.size,
    scales: (['degree', 'quality'] as const).flatMap((name) => {
      const scale = scales[name];
      return scale === undefined ? [] : [{ name, ...scale }];
    }),
    names: sampleNames(benchmark),
    problems: countProblems(problems),
    descriptor,
    judged: (benchmark.judged ?? []).slice(0, mostJudged).map(({ file, column, role, sure, why }) => {
      return { file, column, role, title: furtherRoleText(role), how: columnJudgementText(sure, why) };
    }),
  };
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function mostFrequent(counts: ReadonlyMap<string, number>, most: number): readonly Counted[] {
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
    .map(([text, count]) => ({ text, count }));
}

function unknownWords(problems: Benchmark['problems']): readonly Counted[] {
  const words = new Map<string, number>();
  for (const { kind, facts } of problems) {
    if (kind === 'unknown-label' && facts['value'] !== undefined) add(words, facts['value']);
  }
  return mostFrequent(words, mostSpellings);
}

/** Each kind once, with its first sentence: the rest is in the tree. */
function countProblems(problems: Benchmark['problems']): Configuration['problems'] {
  const kinds = new Map<string, { kind: string; count: number; text: string }>();
  for (const problem of problems) {
    const known = kinds.get(problem.kind);
    if (known) known.count++;
    else kinds.set(problem.kind, { kind: problem.kind, count: 1, text: problemText(problem) });
  }
  return [...kinds.values()].sort((a, b) => b.count - a.count);
}

/** Names from all over the benchmark: neighbours are alike. */
function sampleNames({ items, descriptor }: Benchmark): Configuration['names'] {
  const most = Math.min(mostNames, items.length);
  return Array.from({ length: most }, (_none, i) => {
    const stem = listedFile(items.at(Math.floor((i * items.length) / most))!.path).stem;
    const parts = descriptor.fileName ? parseName(descriptor.fileName, stem) : undefined;
    return { stem, parts: { ...parts } };
  });
}

/** The first rows of a table as text, cells cut to a length that can be shown. */
export interface SampledTable {
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

const sampleBytes = 64 * 1024;
const mostRows = 6;
const longestCell = 80;
const mostColumns = 40;

/** Reads the beginning of a table; `undefined` where it cannot be read or holds no row. */
export async function sampleTable(folder: ReadableFolder, path: string): Promise<SampledTable | undefined> {
  if (listedFile(path).extension === 'parquet') return sampleParquet(folder, path);
  const head = await folder.readHead(path, sampleBytes);
  if (!head.ok) return undefined;
  const isCut = head.value.length === sampleBytes;
  const bare = recordsOfText(isCut ? wholeLines(head.value) : head.value, path);
  // What stands inside cells is looked at as columns, so it is shown as such.
  const table = withInnerColumns(bare, builtInLexicon);
  if (table.length === 0) return undefined;
  const columns = table.columns.slice(0, mostColumns);
  return {
    path,
    columns,
    rows: Array.from({ length: Math.min(mostRows, table.length) }, (_none, row) => ({
      line: table.lineAt(row),
      cells: columns.map((_name, at) => cut(valueText(table.valueAt(row, at)))),
    })),
  };
}

async function sampleParquet(folder: ReadableFolder, path: string): Promise<SampledTable | undefined> {
  const file = await openParquet(folder, path);
  if (!file.ok) return undefined;
  const to = Math.min(mostRows, Number(file.value.metadata.num_rows));
  const read = await readParquetRows(file.value, file.value.metadata, { from: 0, to });
  if (!read.ok || read.value[0] === undefined) return undefined;
  const columns = Object.keys(read.value[0]).slice(0, mostColumns);
  return {
    path,
    columns,
    rows: read.value.map((row, i) => ({ line: i + 1, cells: columns.map((name) => cut(shown(row[name]))) })),
  };
}

/** Pictures in a table are bytes, which show nothing here. */
function shown(value: unknown): string {
  if (value instanceof Uint8Array) return '…';
  if (typeof value !== 'object' || value === null) return valueText(value);
  return Object.values(value).some((held) => held instanceof Uint8Array) ? '…' : valueText(value);
}

/** In UTF-16 the end of a line is in the text, not in a byte: such a beginning is decoded and encoded anew. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  const { text } = decodeText(bytes);
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return new TextEncoder().encode(end > 0 ? text.slice(0, end) : text);
}

function cut(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}
