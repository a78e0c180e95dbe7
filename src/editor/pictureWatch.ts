import * as vscode from 'vscode';
import { atTables } from '../core/benchmark/embedded/embeddedProblems.ts';
import type { Problem } from '../core/benchmark/problem.ts';
import { withExamined } from '../core/benchmark/examineBenchmark.ts';
import { openProgressText } from '../core/words/openProgressText.ts';
import type { BenchmarkOpener } from '../platform/node/benchmarkOpener.ts';
import { nodeHasher } from '../platform/node/nodeHasher.ts';
import type { BenchmarkSession } from './session.ts';

/** Problems are shown so often while they are found, ms: each time the tree is drawn anew. */
const showEveryMs = 1000;

/**
 * Looks at the pictures of a session's benchmark in the opener's worker, first at their beginnings and then at all of each, and shows
 * problems as they are found. Ends early when the benchmark is opened anew.
 */
export async function watchPictures(session: BenchmarkSession, opener: BenchmarkOpener): Promise<void> {
  const { benchmark } = session;
  const found: Problem[] = [];
  let shown = 0;
  const show = (): void => {
    if (session.benchmark.items !== benchmark.items || found.length === shown) return;
    shown = found.length;
    session.setBenchmark({
      ...session.benchmark,
      problems: [...benchmark.problems, ...atTables(found, benchmark.items)],
    });
  };
  const timer = setInterval(show, showEveryMs);
  const examined = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, (progress) =>
    opener.examine({
      deep: true,
      onProgress: (how) => progress.report({ message: openProgressText(how) }),
      onProblems: (problems) => void found.push(...problems),
    }),
  );
  clearInterval(timer);
  show();
  if (examined === undefined || session.benchmark.items !== benchmark.items) return;
  const { fingerprint } = await withExamined(benchmark, examined, nodeHasher);
  session.setBenchmark({ ...session.benchmark, fingerprint }, false);
}
