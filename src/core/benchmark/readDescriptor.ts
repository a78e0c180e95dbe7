import type { z } from 'zod';
import type { ReadableFolder } from '../ports.ts';
import type { Benchmark } from './benchmark.ts';
import { columnKey } from './columnNames.ts';
import type { FormatReading } from './formats/format.ts';
import { decodeText } from './tables/decodeText.ts';
import { descriptorSchema, type Descriptor } from './descriptor.ts';
import { isNamePattern } from './names/fileNamePattern.ts';
import { jsonErrorAt } from './tables/jsonErrorAt.ts';
import type { Problem } from './problem.ts';

/** The descriptor's name inside `.emolens`. */
export const descriptorFile = 'benchmark.json';

/** How problems call it: relative to the benchmark's root. */
const shownFile = `.emolens/${descriptorFile}`;

/** A descriptor with what is wrong with its file. */
export interface ReadDescriptor {
  readonly descriptor: Descriptor;
  readonly problems: readonly Problem[];
  /** Its text, where there is one. */
  readonly text?: string;
}

/**
 * Reads `.emolens/benchmark.json`. A missing file is an empty descriptor. A bad field is a `bad-descriptor` problem with its
 * line and is left out, and the others count; a file that is no JSON, or of another version, counts as empty.
 */
export async function readDescriptor(store: ReadableFolder | undefined): Promise<ReadDescriptor> {
  const empty: Descriptor = { version: 1 };
  const bytes = await store?.read(descriptorFile);
  if (bytes === undefined || (!bytes.ok && bytes.error.kind === 'notFound')) return { descriptor: empty, problems: [] };
  if (!bytes.ok)
    return { descriptor: empty, problems: [problem({ reason: bytes.error.kind, detail: bytes.error.detail })] };
  const { text } = decodeText(bytes.value);
  const fault = jsonErrorAt(text);
  if (fault === undefined) return { ...checkDescriptor(JSON.parse(text), text), text };
  // At a cut-off text the line that wants more is the last one with something on it.
  const at = Math.min(fault, text.trimEnd().length);
  const detail = fault >= text.trimEnd().length ? '' : (/\S{1,20}/.exec(text.slice(at))?.[0] ?? '');
  return { descriptor: empty, problems: [problem({ reason: 'syntax', detail }, lineAt(text, at))] };
}

/** Columns that a person named and no table that was read has for that role: one problem each, with its line. */
export function unknownColumns(
  { descriptor, text = '' }: ReadDescriptor,
  { columns, judged = [], problems }: Pick<FormatReading, 'columns' | 'judged' | 'problems'>,
): readonly Problem[] {
  return Object.entries(descriptor.columns ?? {}).flatMap(([role, name]): readonly Problem[] => {
    if (name.trim() === '') return [];
    const isIt = (column: string | undefined) => column !== undefined && columnKey(column) === columnKey(name);
    const isRead = judged.some((one) => one.role === role && isIt(one.column));
    // The release of MEMO-Bench must have its columns: there the table itself is at fault.
    const isTold = problems.some(({ kind, facts }) => kind === 'missing-column' && facts['role'] === role);
    if (isRead || isTold || isIt(columns?.[role as keyof typeof columns])) return [];
    const facts = { reason: 'column', field: `columns.${role}`, detail: name };
    return [problem(facts, lineOfKey(text, 'columns', role))];
  });
}

function problem(facts: Problem['facts'], line?: number): Problem {
  return { kind: 'bad-descriptor', file: shownFile, ...(line !== undefined && { line }), facts };
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function checkDescriptor(content: unknown, text: string): ReadDescriptor {
  const empty: Descriptor = { version: 1 };
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return { descriptor: empty, problems: [problem({ reason: 'notAnObject', detail: '' }, 1)] };
  }
  const version = (content as { version?: unknown }).version;
  if (version !== undefined && version !== 1) {
    return {
      descriptor: empty,
      problems: [problem({ reason: 'version', detail: String(version) }, lineOfKey(text, 'version'))],
    };
  }
  const kept: Record<string, unknown> = { ...content };
  const problems: Problem[] = [];
  for (const issue of descriptorSchema.safeParse(content).error?.issues ?? []) {
    problems.push(...fieldProblems(issue, text));
    for (const key of topKeys(issue)) delete kept[key];
  }
  const parsed = descriptorSchema.safeParse({ ...kept, version: 1 });
  const { fileName, ...others } = parsed.success ? parsed.data : empty;
  if (fileName === undefined) return { descriptor: others, problems };
  if (fileName === '' || isNamePattern(fileName)) return { descriptor: { ...others, fileName }, problems };
  problems.push(problem({ reason: 'pattern', field: 'fileName', detail: fileName }, lineOfKey(text, 'fileName')));
  return { descriptor: others, problems };
}

function topKeys(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.path.length > 0) return [String(issue.path[0])];
  return issue.code === 'unrecognized_keys' ? issue.keys : [];
}

function fieldProblems(issue: z.core.$ZodIssue, text: string): readonly Problem[] {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
  return keys.map((key) => {
    const path = [...issue.path.map(String), ...(key === undefined ? [] : [key])];
    const reason = key === undefined ? 'field' : 'unknownField';
    return problem({ reason, field: path.join('.'), detail: issue.message }, lineOfKey(text, ...path));
  });
}

/** The line where a key stands, looked for one level after the other; the deepest one that is found. */
function lineOfKey(text: string, ...path: readonly string[]): number {
  let at = 0;
  for (const key of path) {
    const found = text.indexOf(JSON.stringify(key), at);
    if (found === -1) break;
    at = found;
  }
  return lineAt(text, at);
}

/** What was inferred, with what a person corrected put over it, field by field (and part by part in columns and scales). */
export function mergeDescriptor(inferred: Descriptor, corrected: Descriptor): Descriptor {
  return {
    ...inferred,
    ...corrected,
    ...mergePart('columns', inferred, corrected),
    ...mergePart('scales', inferred, corrected),
    ...mergePart('foldings', inferred, corrected),
    ...mergePart('polarity', inferred, corrected),
  };
}

function mergePart<K extends 'columns' | 'scales' | 'foldings' | 'polarity'>(
  key: K,
  inferred: Descriptor,
  corrected: Descriptor,
): Pick<Descriptor, K> | undefined {
  if (inferred[key] === undefined && corrected[key] === undefined) return undefined;
  return { [key]: { ...inferred[key], ...corrected[key] } } as Pick<Descriptor, K>;
}

/**
 * The content of a `benchmark.json` for a person to correct: everything that was inferred about an open benchmark, in the
 * order of the schema. `schema` is written as `$schema` where the editor does not know the file by its name.
 */
export function describedDescriptor(benchmark: Benchmark, schema?: string): Descriptor {
  const { descriptor } = benchmark;
  return {
    ...((schema ?? descriptor.$schema) !== undefined && { $schema: schema ?? descriptor.$schema }),
    version: 1,
    name: benchmark.name,
    ...(benchmark.format !== 'none' && { format: benchmark.format }),
    columns: descriptor.columns ?? {},
    fileName: descriptor.fileName ?? '',
    labels: [...benchmark.labels],
    foldings: descriptor.foldings ?? {},
    polarity: descriptor.polarity ?? {},
    scales: descriptor.scales ?? {},
  };
}
