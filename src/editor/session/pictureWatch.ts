import * as vscode from 'vscode';
import { isAtOrBelow } from '../../core/benchmark/files/atOrBelow.ts';
import type { Benchmark } from '../../core/benchmark/benchmark.ts';
import { atTables } from '../../core/benchmark/embedded/embeddedProblems.ts';
import type { Problem } from '../../core/benchmark/problem.ts';
import { withExamined } from '../../core/benchmark/examineBenchmark.ts';
import { openProgressText } from '../../core/words/openProgressText.ts';
import type { BenchmarkOpener } from '../../platform/node/benchmarkOpener.ts';
import { nodeHasher } from '../../platform/node/nodeHasher.ts';
import type { BenchmarkSession } from './session.ts';

/** Problems are shown so often while they are found, ms: each time the tree is drawn anew. */
const showEveryMs = 1000;
/** Pictures are looked at again when files have been quiet for so long, ms: it takes the whole machine, and a person may be waiting for what changed. */
const quietMs = 2500;

/**
 * Looks at the pictures of a session's benchmark in the opener's worker, first at their beginnings and then at all of each, and shows
 * problems as they are found. Ends early when the benchmark is opened anew; what was found of pictures that did not change stays in sight until
 * they are looked at again.
 */
export class PictureWatch implements vscode.Disposable {
  readonly #session: BenchmarkSession;
  readonly #opener: BenchmarkOpener;
  #found: readonly Problem[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(session: BenchmarkSession, opener: BenchmarkOpener) {
    this.#session = session;
    this.#opener = opener;
  }

  /** A benchmark that was opened anew with what is known of its pictures; of all but those at or below the changed paths. */
  withKnown(opened: Benchmark, changed: readonly string[] | undefined): Benchmark {
    const paths = new Set(changed);
    const stays = ({ item }: Problem): boolean =>
      item !== undefined && opened.items.indexOf(item) >= 0 && !isAtOrBelow(item, paths);
    this.#found = changed === undefined ? [] : this.#found.filter(stays);
    return { ...opened, problems: [...opened.problems, ...atTables(this.#found, opened.items)] };
  }

  /** Looks at the pictures of a benchmark when files have been quiet; `opened`: as it was opened, without what is known of its pictures. */
  later(opened: Benchmark): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(opened), quietMs);
  }

  /** The same at once. */
  async look(opened: Benchmark): Promise<void> {
    const session = this.#session;
    const isCurrent = (): boolean => session.benchmark.items === opened.items;
    if (!isCurrent()) return;
    const before = this.#found;
    const found: Problem[] = [];
    const show = (problems: readonly Problem[]): void => {
      if (
        !isCurrent() ||
        (problems.length === this.#found.length && problems.every((one, i) => one === this.#found[i]))
      )
        return;
      this.#found = problems;
      session.setBenchmark({
        ...session.benchmark,
        problems: [...opened.problems, ...atTables(problems, opened.items)],
      });
    };
    const timer = setInterval(() => show(together(before, found)), showEveryMs);
    const examined = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, (progress) =>
      this.#opener.examine({
        deep: true,
        onProgress: (how) => progress.report({ message: openProgressText(how) }),
        onProblems: (problems) => void found.push(...problems),
      }),
    );
    clearInterval(timer);
    show(examined === undefined ? together(before, found) : found);
    if (examined === undefined || !isCurrent()) return;
    const { fingerprint } = await withExamined(opened, examined, nodeHasher);
    if (isCurrent()) session.setBenchmark({ ...session.benchmark, fingerprint }, false);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

/** What was found now, and what was found before of pictures that are not looked at yet. */
function together(before: readonly Problem[], found: readonly Problem[]): readonly Problem[] {
  if (before.length === 0) return [...found];
  const keys = new Set(found.map(keyOf));
  return [...before.filter((problem) => !keys.has(keyOf(problem))), ...found];
}

function keyOf({ kind, file, item }: Problem): string {
  return JSON.stringify([kind, file, item]);
}
