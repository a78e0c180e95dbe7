import { listRuns } from '../core/evaluation/runStore.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { fileErrorText } from '../core/words/fileErrorText.ts';
import { comparisonOf, comparisonText } from './comparison.ts';
import { groupedRuns } from './findRuns.ts';
import { foreignRuns, idsOf } from './foreignRuns.ts';
import { exitStatus, refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';
import { openFolder } from './openFolder.ts';
import type { ScoreOptions } from './score.ts';

/** Prints strategies by models, compared over the portraits that all runs have. `wanted`: a comparison's id, or `true` for the latest. */
export async function scoreComparison(
  folder: string,
  wanted: string | true,
  { runs, by, predictions, formats: [format, another] }: ScoreOptions,
  host: CliHost,
): Promise<ExitStatus> {
  if (another !== undefined) return refuse(host, `--${format} and --${another}: choose one`);
  if (by.length > 0) return refuse(host, '--by: a comparison is over all portraits; score its runs by groups instead');
  if (wanted !== true && runs.length > 0) return refuse(host, `--compare ${wanted} and --run: choose one`);
  const opened = await openFolder(folder, host, { pictures: 'no' });
  if (typeof opened === 'number') return opened;
  const asksForeign = runs.length > 0 || (predictions ?? []).length > 0;
  const foreign = asksForeign ? await foreignRuns(opened, host, predictions) : { runs: [], unread: [], named: [] };
  if (foreign.refused !== undefined) return refuse(host, foreign.refused);
  for (const line of foreign.unread) host.note(line);
  const named = runs.flatMap((run) => idsOf(run, foreign.runs));
  const found = runs.length > 0 ? { comparison: null, runs: named } : await comparisonIn(opened.store, wanted);
  if (typeof found === 'string') return refuse(host, `${folder}: ${found}`);
  const table = await comparisonOf([...new Set([...found.runs, ...foreign.named])], opened, foreign.runs);
  if (!table.ok) return refuse(host, `${folder}: ${table.error}`);
  if (host.signal.aborted) return exitStatus.interrupted;
  if (format === 'json') host.out(JSON.stringify({ comparison: found.comparison, table: table.value }, undefined, 2));
  else host.out(comparisonText(table.value, format).trimEnd());
  return exitStatus.done;
}

async function comparisonIn(
  store: ReadableFolder,
  wanted: string | true,
): Promise<{ readonly comparison: string; readonly runs: readonly string[] } | string> {
  const listed = await listRuns(store);
  if (!listed.ok) return fileErrorText(listed.error);
  const groups = groupedRuns(listed.value.runs);
  const found = groups.findLast(
    ({ comparison }) => comparison !== undefined && (wanted === true || comparison === wanted),
  );
  if (found?.comparison !== undefined)
    return { comparison: found.comparison, runs: found.records.map(({ run }) => run) };
  const ids = groups.flatMap(({ comparison }) => comparison ?? []);
  if (wanted !== true && ids.length > 0) return `there is no comparison ${wanted}, only ${ids.join(', ')}`;
  return 'there is no comparison; make one with several --strategy or --model, or name runs with --run';
}
