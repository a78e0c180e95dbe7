import { listRuns, openRun, runPaths } from '../core/evaluation/runStore.ts';
import type { RunData } from '../core/evaluation/runStore.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { csvScores } from '../core/report/csvScores.ts';
import { latexTables } from '../core/report/latexTables.ts';
import { markdownTables } from '../core/report/markdownTables.ts';
import { boardTables, scoreTables } from '../core/report/scoreTables.ts';
import { textTables } from '../core/report/textTables.ts';
import { generatorBoard } from '../core/scoring/generatorBoard.ts';
import { scoreRun } from '../core/scoring/scoreRun.ts';
import type { RunScores } from '../core/scoring/scoreRun.ts';
import { sliceFieldsOf } from '../core/scoring/slices.ts';
import type { SliceField } from '../core/scoring/slices.ts';
import { fileErrorText } from '../core/words/fileErrorText.ts';
import { labelsSinceText } from '../core/words/scoreText.ts';
import { evaluateErrorText } from '../core/words/runText.ts';
import { ok } from '../core/result.ts';
import type { ForeignRun } from '../core/predictions/foreignRun.ts';
import { type ForeignRunList, foreignRuns, idsOf, noteProblems, sourceFacts, sourceLines } from './foreignRuns.ts';
import { exitStatus, refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';
import { openFolder } from './openFolder.ts';
import type { OpenedFolder } from './openFolder.ts';

/** What `score` was asked for. `formats`: none is a table for people; more than one is refused. */
export interface ScoreOptions {
  /** Ids of runs; empty for all. */
  readonly runs: readonly string[];
  /** Item fields to group by as well. */
  readonly by: readonly string[];
  /** Prediction files of other tools that lie elsewhere. */
  readonly predictions?: readonly string[];
  readonly formats: readonly ('json' | 'markdown' | 'latex' | 'csv')[];
}

/** Scores runs of a benchmark and prints them. A run that cannot be read is named, and the others are scored all the same. */
export async function runScore(folder: string, options: ScoreOptions, host: CliHost): Promise<ExitStatus> {
  const [format, another] = options.formats;
  if (another !== undefined) return refuse(host, `--${format} and --${another}: choose one`);
  const opened = await openFolder(folder, host, { pictures: 'no' });
  if (typeof opened === 'number') return opened;
  const by = groupsAsked(options.by, opened);
  if (typeof by === 'string') return refuse(host, by);
  const foreign = await foreignRuns(opened, host, options.predictions);
  if (foreign.refused !== undefined) return refuse(host, foreign.refused);
  const ids = await chosenRuns(options, opened.store, foreign, host);
  if (typeof ids === 'string') return refuse(host, `${folder}: ${ids}`);
  for (const line of foreign.unread) host.note(line);

  const scored: RunScores[] = [];
  const neverBegun: string[] = [];
  let unread = ids.unread + foreign.unread.length;
  for (const id of ids.runs) {
    if (host.signal.aborted) return exitStatus.interrupted;
    if (options.runs.length === 0 && !(await hasOutcomes(id, opened.store, foreign.runs))) {
      neverBegun.push(id);
      continue;
    }
    const scores = await scoresOf(id, by, opened, foreign.runs, host);
    if (typeof scores !== 'string') scored.push(scores);
    else if (options.runs.length > 0) return refuse(host, `${folder}: ${scores}`);
    else {
      host.note(scores);
      unread++;
    }
  }
  if (scored.length === 0) {
    const isBare = unread === 0 && neverBegun.length > 0;
    return refuse(
      host,
      `${folder}: ${isBare ? 'none of its runs has an outcome yet' : 'none of its runs can be scored'}`,
    );
  }
  if (neverBegun.length > 0) host.note(`left out, because nothing was answered: ${neverBegun.join(', ')}`);
  const shown = foreign.runs.filter(({ record }) => ids.runs.includes(record.run));
  noteProblems(shown, host);
  // The other formats have room for it themselves.
  if (format === 'csv')
    for (const { run, labelsSince } of scored)
      if (labelsSince !== undefined) host.note(labelsSinceText(run, labelsSince));
  host.out(written(scored, by, opened, shown, format).trimEnd());
  return unread === 0 ? exitStatus.done : exitStatus.someFailed;
}

/** The fields to group by, as the query language finds them; a sentence where there is none of a name. */
function groupsAsked(asked: readonly string[], { benchmark }: OpenedFolder): readonly SliceField[] | string {
  const known = sliceFieldsOf(benchmark.items.fieldNames);
  const found: SliceField[] = [];
  for (const name of new Set(asked)) {
    const field = known.find((one) => one === name) ?? known.find((one) => one.toLowerCase() === name.toLowerCase());
    if (field === undefined) return `--by ${name}: it must be one of ${known.join(', ')}`;
    found.push(field);
  }
  return [...new Set(found)];
}

/** Runs that never began (a wrong key, nobody there) have no figure to show. What cannot be looked at is left to whoever reads it. */
async function hasOutcomes(id: string, store: ReadableFolder, foreign: readonly ForeignRun[]): Promise<boolean> {
  if (foreign.some(({ record }) => record.run === id)) return true;
  const { record, outcomes } = runPaths(id);
  const [isRun, lines] = [await store.stat(record), await store.stat(outcomes)];
  return !isRun.ok || (lines.ok && lines.value.size > 0);
}

/** The runs to score: those of the files that were named, then the others, oldest first; and how many could not even be listed. */
async function chosenRuns(
  { runs: named }: ScoreOptions,
  store: ReadableFolder,
  foreign: ForeignRunList,
  host: CliHost,
): Promise<{ readonly runs: readonly string[]; readonly unread: number } | string> {
  // A file of predictions names its runs as well as their ids do.
  const asked = named.flatMap((name) => idsOf(name, foreign.runs));
  if (asked.length > 0) return { runs: [...new Set([...foreign.named, ...asked])], unread: 0 };
  const listed = await listRuns(store);
  if (!listed.ok) return fileErrorText(listed.error);
  const { runs, bad } = listed.value;
  for (const { run, detail } of bad) host.note(`run ${run} cannot be read and is left out: ${detail}`);
  const theirs = foreign.runs.map(({ record }) => record.run);
  if (runs.length === 0 && theirs.length === 0 && bad.length === 0)
    return foreign.unread[0] ?? `there is no run to score; make one with: ${host.program} evaluate`;
  return { runs: [...new Set([...foreign.named, ...runs.map(({ run }) => run), ...theirs])], unread: bad.length };
}

async function scoresOf(
  id: string,
  by: readonly SliceField[],
  { store, benchmark }: OpenedFolder,
  foreign: readonly ForeignRun[],
  host: CliHost,
): Promise<RunScores | string> {
  const theirs = foreign.find(({ record }) => record.run === id);
  const run = theirs === undefined ? await openRun(store, id) : ok(theirs);
  if (!run.ok) {
    const { error } = run;
    return error.kind === 'noSuchRun' || error.kind === 'badRun' ? evaluateErrorText(error) : fileErrorText(error);
  }
  noteBadLines(run.value, host);
  const scores = scoreRun({ ...run.value, items: benchmark.items, labels: benchmark.labels, by });
  if (!scores.ok) return `run ${id}: ${evaluateErrorText({ kind: 'protocol', error: scores.error })}`;
  return scores.value;
}

function noteBadLines({ record, badLines }: RunData, host: CliHost): void {
  const first = badLines[0];
  if (first === undefined) return;
  const more = badLines.length === 1 ? '' : `, and ${badLines.length - 1} more`;
  host.note(`run ${record.run}: line ${first.line} of its outcomes is left out: ${first.detail}${more}`);
}

function written(
  scored: readonly RunScores[],
  by: readonly SliceField[],
  { benchmark }: OpenedFolder,
  foreign: readonly ForeignRun[],
  format: ScoreOptions['formats'][number] | undefined,
): string {
  const board = generatorBoard(benchmark.items, benchmark.labels);
  if (format === 'json') {
    const factsOf = (run: string): object => {
      const theirs = foreign.find(({ record }) => record.run === run);
      return theirs === undefined ? {} : sourceFacts(theirs);
    };
    return JSON.stringify({ runs: scored.map((one) => ({ ...one, ...factsOf(one.run) })), board }, undefined, 2);
  }
  if (format === 'csv') return csvScores(scored, by);
  // People who ask about generators want to know how people saw them, too.
  const tables = [...scoreTables(scored, by), ...(by.includes('generator') ? boardTables(board) : [])];
  if (format === 'markdown') return markdownTables(tables);
  if (format === 'latex') return latexTables(tables);
  return [textTables(tables).trimEnd(), '', ...sourceLines(foreign)].join('\n');
}
