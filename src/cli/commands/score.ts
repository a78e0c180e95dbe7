import type { Command } from 'commander';
import type { CliHost, ExitStatus } from '../host.ts';
import { moreNames, nameList } from '../optionParsers.ts';
import { runScore } from '../score.ts';
import type { ScoreOptions } from '../score.ts';

interface Given {
  readonly run?: string[];
  readonly by?: string[];
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly latex?: boolean;
  readonly csv?: boolean;
}

/** `emolens score FOLDER`: scores runs. */
export function addScore(program: Command, host: CliHost, ends: (status: ExitStatus) => void): void {
  program
    .command('score')
    .description('score the runs of a benchmark')
    .argument('<folder>', 'the benchmark folder')
    .option('--run <id>', 'a run to score; may be given again (default: all runs)', moreNames)
    .option('--by <fields>', 'score groups of items too, such as generator,label', nameList)
    .option('--json', 'print one JSON document')
    .option('--markdown', 'print Markdown tables')
    .option('--latex', 'print LaTeX tables')
    .option('--csv', 'print comma-separated values')
    .action(async (folder: string, given: Given) => ends(await runScore(folder, optionsOf(given), host)));
}

function optionsOf(given: Given): ScoreOptions {
  const formats = (['json', 'markdown', 'latex', 'csv'] as const).filter((name) => given[name] === true);
  return { runs: given.run ?? [], by: given.by ?? [], formats };
}
