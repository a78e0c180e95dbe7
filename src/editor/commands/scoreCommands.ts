import * as vscode from 'vscode';
import { openErrorText } from '../../core/words/openErrorText.ts';
import type { ScoresTopic } from '../../protocol/scoreViews.ts';
import { commands } from '../ids.ts';
import type { ScorePanels } from '../pages/scorePanels.ts';
import { sampleBenchmark } from '../sampleBenchmark.ts';
import type { BenchmarkTree } from '../tree/benchmarkTree.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';
import { sessionOf } from './target.ts';

/** Scores, and the sample that makes them possible for a newcomer. */
export function scoreCommands(
  context: vscode.ExtensionContext,
  workbench: Workbench,
  scores: ScorePanels,
  tree: BenchmarkTree,
): CommandTable {
  return {
    [commands.showScores]: (at) => {
      const { root, topic } = placeOf(at);
      const session = sessionOf(workbench, root ?? at);
      if (session !== undefined) scores.show(session, topic);
    },
    [commands.openSample]: async () => {
      const opened = await workbench.open(await sampleBenchmark(context));
      if (!opened.ok) return void vscode.window.showErrorMessage(openErrorText(opened.error));
      workbench.setActive(opened.value);
      await vscode.commands.executeCommand('emolens.benchmark.focus');
      await tree.show(opened.value);
      await vscode.commands.executeCommand(commands.showGallery, opened.value.root);
    },
  };
}

/** Where scores are asked for with more than a benchmark: `{root, run}`, `{root, runs}` or `{root, comparison}`. */
function placeOf(at: unknown): { readonly root?: vscode.Uri; readonly topic?: ScoresTopic } {
  if (typeof at !== 'object' || at === null || !('root' in at)) return {};
  const { root } = at;
  const uri = root instanceof vscode.Uri ? root : typeof root === 'string' ? vscode.Uri.parse(root) : undefined;
  const runs = 'runs' in at && Array.isArray(at.runs) ? at.runs : 'run' in at ? [at.run] : undefined;
  const topic = {
    ...(runs === undefined ? {} : { runs: runs.filter((run) => typeof run === 'string') }),
    ...('comparison' in at && typeof at.comparison === 'string' ? { comparison: at.comparison } : {}),
  };
  return { ...(uri && { root: uri }), ...(Object.keys(topic).length > 0 && { topic }) };
}
