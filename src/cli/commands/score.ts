import type { Command } from 'commander';
import { refuse } from '../host.ts';
import type { CliHost, ExitStatus } from '../host.ts';
import { moreNames, nameList } from '../optionParsers.ts';
import { scoreComparison } from '../scoreComparison.ts';
import { runScore } from '../score.ts';
import type { ScoreOptions } from '../score.ts';

interface Given {
  readonly run?: string[];
  readonly by?: string[];
  readonly predictions?: string[];
  /** `true` for the latest. */
  readonly compare?: string | true;
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
    .argument('[folder]', 'the benchmark folder')
    .option('--run <id>', 'a run to score; may be given again (default: all runs)', moreNames)
    .option('--predictions <file>', 'a prediction file of another tool; may be given again', moreNames)
    .option('--by <fields>', 'score groups of items too, such as generator,label', nameList)
    .option(
      '--compare [id]',
      'strategies by models with paired tests: the latest comparison, this one, or the runs of --run',
    )
    .option('--json', 'print one JSON document')
    .option('--markdown', 'print Markdown tables')
    .option('--latex', 'print LaTeX tables')
    .option('--csv', 'print comma-separated values')
    .action(async (folder: string | undefined, given: Given) => {
      // `--compare FOLDER`: the option has taken the folder for an id.
      const path = folder ?? (typeof given.compare === 'string' ? given.compare : undefined);
      if (path === undefined) return ends(refuse(host, 'score: name the benchmark folder (emolens score --help)'));
      const options = optionsOf(given);
      if (given.compare === undefined) return ends(await runScore(path, options, host));
      ends(await scoreComparison(path, folder === undefined ? true : given.compare, options, host));
    });
}

function optionsOf(given: Given): ScoreOptions {
  const formats = (['json', 'markdown', 'latex', 'csv'] as const).filter((name) => given[name] === true);
  return { runs: given.run ?? [], by: given.by ?? [], predictions: given.predictions ?? [], formats };
}
