import { dirname, basename, join, resolve } from 'node:path';
import type { Lexicon } from '../core/affect/lexicon.ts';
import { loadLexicon } from '../core/evaluation/loadLexicon.ts';
import { differingReadings } from '../core/predictions/differing.ts';
import type { ForeignRun } from '../core/predictions/foreignRun.ts';
import { findPredictions, PredictionOpener, type PredictionPlace } from '../core/predictions/openPredictions.ts';
import { readImported } from '../core/predictions/importedFiles.ts';
import { noneFitsText, predictionErrorText, sourceSummary } from '../core/words/predictionText.ts';
import { problemText } from '../core/words/problemText.ts';
import { readableFolder } from '../platform/node/nodeFolder.ts';
import { nodeHasher } from '../platform/node/nodeHasher.ts';
import type { CliHost } from './host.ts';
import type { OpenedFolder } from './openFolder.ts';

/** The runs of other tools. */
export interface ForeignRunList {
  /** Those of the files that were named stand first. */
  readonly runs: readonly ForeignRun[];
  /** Why files that lie in the folder or were imported give no runs. */
  readonly unread: readonly string[];
  /** The runs of the files that were named. */
  readonly named: readonly string[];
  /** Why a file that was named gives no runs. */
  readonly refused?: string;
}

/** A prediction file that lies anywhere on the disk, by its path. */
function placeOutside(path: string): PredictionPlace {
  const folder = dirname(path);
  return { folder: readableFolder(folder), path: basename(path), name: path };
}

/** Reads the runs of other tools: files in the benchmark's folder, those that were imported, and `more` (paths as they were given). A file of which nothing fits the benchmark gives none. */
export async function foreignRuns(
  { benchmark, images, store, root }: OpenedFolder,
  host: CliHost,
  more: readonly string[] = [],
): Promise<ForeignRunList> {
  const { lexicon }: { lexicon: Lexicon } = await loadLexicon(store);
  const opener = new PredictionOpener({ images, benchmark, hasher: nodeHasher, lexicon, signal: host.signal });
  const imported = (await readImported(store)).files;
  const given = [...new Set(more.map((path) => resolve(host.cwd, path)))];
  const within = await findPredictions(images, benchmark, host.signal);
  const inside = new Map(within.map((place) => [join(root, place.path), place]));
  const wanted = given.map((path) => inside.get(path) ?? placeOutside(path));
  const others = imported.filter((path) => !given.includes(path) && !inside.has(path)).map(placeOutside);
  const named: string[] = [];
  const runs: ForeignRun[] = [];
  const unread: string[] = [];
  for (const place of [...wanted, ...within.filter((one) => !wanted.includes(one)), ...others]) {
    if (host.signal.aborted) break;
    host.passing(`predictions: ${place.name}`);
    const opened = await opener.open(place);
    const fault = opened.ok ? noneFits(place.name, opened.value) : predictionErrorText(place.name, opened.error);
    if (fault !== undefined && wanted.includes(place)) return { runs, unread, named, refused: fault };
    if (opened.ok && fault === undefined) {
      runs.push(...opened.value);
      if (wanted.includes(place)) named.push(...opened.value.map(({ record }) => record.run));
    } else if (fault !== undefined && !(place.folder === images && isOtherSheet(place, opened))) {
      unread.push(fault);
    }
  }
  return { runs, unread, named };
}

/** A workbook is looked into for its name alone: most in a benchmark's folder are no predictions, and no fault. */
function isOtherSheet({ path }: PredictionPlace, opened: Awaited<ReturnType<PredictionOpener['open']>>): boolean {
  return path.toLowerCase().endsWith('.xlsx') && !opened.ok && opened.error.kind === 'noPredictions';
}

/** A sentence where a file holds replies and none of them is about an item of the benchmark. */
function noneFits(file: string, runs: readonly ForeignRun[]): string | undefined {
  const total = (of: 'rows' | 'unmatched'): number =>
    runs.reduce((sum, { record }) => sum + (record.source?.[of] ?? 0), 0);
  const rows = total('rows');
  if (rows === 0 || total('unmatched') < rows) return undefined;
  const first = runs[0]?.problems.find(({ facts }) => facts?.['reason'] === 'noItem');
  return noneFitsText(file, rows, first?.facts?.['value']);
}

/** The runs that a name means: those of a file, else the one with that id. */
export function idsOf(name: string, foreign: readonly ForeignRun[]): readonly string[] {
  const inFile = foreign.filter(({ record }) => record.source?.file === name).map(({ record }) => record.run);
  return inFile.length > 0 ? inFile : [name];
}

/** What is said of a run beside its scores; nothing of our own runs. */
export function sourceFacts(run: ForeignRun): object {
  const differing = differingReadings(run);
  const problems = run.problems.map((problem) => ({ ...problem, message: problemText(problem) }));
  return { source: run.record.source, differs: differing.length, differing, problems };
}

/** The lines for people under the tables. */
export function sourceLines(runs: readonly ForeignRun[]): string[] {
  return runs.flatMap((run) => {
    const { source } = run.record;
    if (source === undefined) return [];
    return [`${run.record.run}: ${sourceSummary(source, differingReadings(run).length)}`];
  });
}

const mostNoted = 20;

/** Tells each fault of the files at its line, the first few of each file. */
export function noteProblems(runs: readonly ForeignRun[], host: CliHost): void {
  const lists = new Set(runs.map(({ problems }) => problems));
  for (const problems of lists) {
    for (const problem of problems.slice(0, mostNoted))
      host.note(`${problem.file}:${problem.line ?? 1}: ${problemText(problem)}`);
    if (problems.length > mostNoted) host.note(`${problems[0]!.file}: ${problems.length - mostNoted} more like these`);
  }
}
