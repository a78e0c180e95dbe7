import { applyReread } from '../core/evaluation/reread/applyReread.ts';
import { rereadRun } from '../core/evaluation/reread/rereadRun.ts';
import type { Reread } from '../core/evaluation/reread/reread.ts';
import { listRuns } from '../core/evaluation/runStore.ts';
import { fileErrorText } from '../core/words/fileErrorText.ts';
import { flipText, rereadErrorText, rereadText } from '../core/words/rereadText.ts';
import { nodeClock } from '../platform/node/nodeClock.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import { groupedRuns } from './findRuns.ts';
import { exitStatus, refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';
import type { OpenedFolder } from './openFolder.ts';
import { lexiconInForce } from './ownFiles.ts';
import { quoted } from './quoted.ts';

/** Reads stored replies again with the words of today and says what flips; with `--apply`, writes it. Asks nothing. */
export async function reread(
  folder: string,
  given: EvaluateOptions,
  { store, benchmark }: OpenedFolder,
  host: CliHost,
): Promise<ExitStatus> {
  const lexicon = await lexiconInForce(store);
  if (!lexicon.ok) return refuse(host, `${folder}: ${lexicon.error}`);
  const listed = await listRuns(store);
  if (!listed.ok) return refuse(host, `${folder}: ${fileErrorText(listed.error)}`);
  const all = listed.value.runs.map(({ run }) => run);
  const group = groupedRuns(listed.value.runs).find(({ comparison }) => comparison === given.reread);
  const runs = typeof given.reread !== 'string' ? all : (group?.records.map(({ run }) => run) ?? [given.reread]);
  if (runs.length === 0) return refuse(host, `${folder}: there is no run to read again`);
  const options = {
    lexicon: lexicon.value,
    items: new Map(benchmark.items.map((item) => [item.id, item])),
    signal: host.signal,
  };
  const read: Reread[] = [];
  for (const run of runs) {
    const again = await (given.apply === true ? applyReread : rereadRun)(
      run,
      { ...options, onProgress: (done, total) => host.passing(`run ${run}: ${done} of ${total} bytes`) },
      { store, clock: nodeClock },
    );
    if (host.signal.aborted) return exitStatus.interrupted;
    if (!again.ok) return refuse(host, `${folder}: ${rereadErrorText(again.error)}`);
    read.push(again.value);
  }
  if (given.json === true) host.out(JSON.stringify({ runs: read.map(documentOf) }, undefined, 2));
  else for (const one of read) for (const line of textOf(one)) host.out(line);
  const isLeft = read.some(({ applied }) => !applied);
  if (isLeft) {
    const id = typeof given.reread === 'string' ? ` ${given.reread}` : '';
    host.note(`nothing was written; write it with: ${host.program} evaluate ${quoted(folder)} --reread${id} --apply`);
  }
  return exitStatus.done;
}

/** The record is in `run.json`: a document names the run. */
function documentOf({ record, ...again }: Reread): object {
  const { run, model, strategy } = record;
  return { run, model, strategy, ...again };
}

function textOf(again: Reread): string[] {
  const { run, model, strategy } = again.record;
  return [`run ${run}, ${strategy}, ${model}`, ...rereadText(again).split('\n'), ...again.flips.map(flipText)];
}
