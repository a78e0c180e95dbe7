import type { Command } from 'commander';
import type { Benchmark, JudgedColumn } from '../../core/benchmark/benchmark.ts';
import { orderLabels } from '../../core/benchmark/labelFolding.ts';
import { numberLabels } from '../../core/benchmark/numberLabels.ts';
import { cautionLine, numberLabelsText, unreadText } from '../../core/words/cautionText.ts';
import { problemText } from '../../core/words/problemText.ts';
import { exitStatus } from '../host.ts';
import type { CliHost, ExitStatus } from '../host.ts';
import { openFolder, type OpenedFolder } from '../openFolder.ts';

interface InspectOptions {
  readonly deep?: boolean;
  readonly json?: boolean;
}

/** Problems that the text form prints one by one; the rest is counted, and `--json` has all. */
const mostProblems = 50;
/** Labels or generators that are named one by one; --json has all. */
const mostNames = 40;

/** `emolens inspect FOLDER`: says what a folder is. */
export function addInspect(program: Command, host: CliHost, ends: (status: ExitStatus) => void): void {
  program
    .command('inspect')
    .description('open a folder and say what it is')
    .argument('<folder>', 'the benchmark folder')
    .option(
      '--deep',
      'read every picture whole: equal bytes, pictures that do not decode (default: while under 256 MB)',
    )
    .option('--no-deep', 'read only the first bytes of each picture')
    .option('--json', 'print one JSON document')
    .action(async (folder: string, options: InspectOptions) => ends(await inspect(folder, options, host)));
}

async function inspect(folder: string, options: InspectOptions, host: CliHost): Promise<ExitStatus> {
  const pictures = options.deep === undefined ? 'auto' : options.deep ? 'deep' : 'heads';
  const opened = await openFolder(folder, host, { pictures });
  if (typeof opened === 'number') return opened;
  const report = reportOn(opened);
  if (options.json === true) host.out(JSON.stringify(report, undefined, 2));
  else for (const line of textOf(report)) host.out(line);
  return exitStatus.done;
}

/** What `inspect --json` prints. Counts are of items; `unlabelled` have no label of the main task. */
interface InspectReport {
  readonly name: string;
  readonly format: string;
  readonly items: number;
  readonly labels: Readonly<Record<string, number>>;
  readonly unlabelled: number;
  /** What to know about the labels, and what was not read; absent for nothing. */
  readonly notes?: readonly string[];
  /** Labels of each task, the main one included, where the benchmark has several. */
  readonly tasks?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly generators: Readonly<Record<string, number>>;
  /** Items of each part of the data, where the benchmark has parts. */
  readonly splits: Readonly<Record<string, number>>;
  /** What the columns of its tables were taken for, how surely (0 to 1), and why; for formats that infer it. */
  readonly columns: readonly JudgedColumn[];
  readonly scales: Benchmark['scales'];
  readonly descriptor: Benchmark['descriptor'];
  readonly fingerprint: string;
  readonly problems: readonly {
    readonly kind: string;
    readonly message: string;
    readonly file: string;
    readonly line?: number;
    readonly item?: string;
  }[];
  readonly problemCounts: Readonly<Record<string, number>>;
  /** All in all, and for opening alone, before pictures were looked at. */
  readonly ms: number;
  readonly openMs: number;
}

function reportOn({ benchmark, ms, openMs }: OpenedFolder): InspectReport {
  const { name, format, items, scales, descriptor, fingerprint } = benchmark;
  const tasks = taskCounts(benchmark);
  const numbers = numberLabels(benchmark.labels);
  const notes = [
    ...(numbers.length > 0 ? [cautionLine(numberLabelsText(numbers))] : []),
    ...(benchmark.unread ? [unreadText(benchmark.unread)] : []),
  ];
  return {
    name,
    format,
    items: items.length,
    labels: counts(
      benchmark.labels,
      items.map((item) => item.label),
    ),
    unlabelled: items.filter((item) => item.label === undefined).length,
    ...(notes.length > 0 && { notes }),
    ...(Object.keys(tasks).length > 0 && { tasks }),
    generators: counts(
      benchmark.generators,
      items.map((item) => item.generator),
    ),
    splits: counts(
      [],
      items.map((item) => item.split),
    ),
    columns: benchmark.judged ?? [],
    scales,
    descriptor,
    fingerprint,
    problems: benchmark.problems.map((problem) => ({
      kind: problem.kind,
      message: problemText(problem),
      file: problem.file,
      ...(problem.line === undefined ? {} : { line: problem.line }),
      ...(problem.item === undefined ? {} : { item: problem.item }),
    })),
    problemCounts: counts(
      [],
      benchmark.problems.map((problem) => problem.kind),
    ),
    ms,
    openMs,
  };
}

/** Labels of each task by its name, the task with most of them first. */
function taskCounts({ items }: Benchmark): Record<string, Record<string, number>> {
  const found = new Map<string, string[]>();
  for (const { tasks } of items) {
    for (const [task, label] of Object.entries(tasks ?? {})) {
      const labels = found.get(task);
      if (labels) labels.push(label);
      else found.set(task, [label]);
    }
  }
  const ordered = [...found].sort((a, b) => b[1].length - a[1].length);
  return Object.fromEntries(ordered.map(([task, labels]) => [task, counts(orderLabels(labels), labels)]));
}

/** Counts names, the expected ones first and in their order; one that nothing has is left out. */
function counts(order: readonly string[], found: readonly (string | undefined)[]): Record<string, number> {
  const map = new Map(order.map((name) => [name, 0]));
  for (const name of found) if (name !== undefined) map.set(name, (map.get(name) ?? 0) + 1);
  return Object.fromEntries([...map].filter(([, count]) => count > 0));
}

/** Tables whose columns are told one by one; --json has all. */
const mostTables = 10;

/** One line for each table: `columns of labels.csv: picture file, label emotion`. */
function columnLines(columns: readonly JudgedColumn[]): string[] {
  const files = [...new Set(columns.map(({ file }) => file))];
  const lines = files.slice(0, mostTables).map((file) => {
    const own = columns.filter((one) => one.file === file).map(({ role, column }) => `${role} = ${column}`);
    return `columns of ${file}: ${own.join(', ')}`.replaceAll('\n', '\\n');
  });
  return files.length > mostTables ? [...lines, `and columns of ${files.length - mostTables} more tables`] : lines;
}

function textOf(report: InspectReport): string[] {
  const listed = (named: Readonly<Record<string, number>>): string => {
    const all = Object.entries(named).map(([name, n]) => `${name} ${n}`);
    const more = all.length > mostNames ? [`and ${all.length - mostNames} more`] : [];
    return [...all.slice(0, mostNames), ...more].join(', ');
  };
  const scales = Object.entries(report.scales).map(
    ([name, scale]) =>
      `${name} ${scale.min} to ${scale.max} (${scale.source === 'data' ? 'from the data' : 'declared'})`,
  );
  const { descriptor } = report;
  return [
    `${report.name}: ${report.format}, ${report.items} items, opened in ${report.ms} ms`,
    ...(report.items > 0 ? [`labels: ${listed(report.labels) || 'none'}`] : []),
    ...(report.notes ?? []),
    ...Object.entries(report.tasks ?? {}).map(([task, labels]) => `task ${task}: ${listed(labels)}`),
    ...(report.unlabelled > 0 && report.items > 0 ? [`without a label: ${report.unlabelled}`] : []),
    ...(Object.keys(report.generators).length > 0 ? [`generators: ${listed(report.generators)}`] : []),
    ...(Object.keys(report.splits).length > 0 ? [`splits: ${listed(report.splits)}`] : []),
    ...columnLines(report.columns),
    ...(descriptor.fileName === undefined ? [] : [`file names read as: ${descriptor.fileName}`]),
    ...(scales.length > 0 ? [`scales: ${scales.join(', ')}`] : []),
    report.problems.length === 0 ? 'problems: none' : `problems: ${listed(report.problemCounts)}`,
    ...report.problems.slice(0, mostProblems).map((problem) => {
      const place = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
      const names = place === '' || problem.message.startsWith(`${place} `);
      const line = names ? problem.message : `${place}: ${problem.message}`;
      return `  ${line.replaceAll('\n', '\\n')}`;
    }),
    ...(report.problems.length > mostProblems
      ? [`  and ${report.problems.length - mostProblems} more (--json lists them all)`]
      : []),
  ];
}
