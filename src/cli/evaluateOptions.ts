import { Option } from 'commander';
import type { Command } from 'commander';
import { another, failureLimit, moreNames, numberWithin, wholeNumber } from './optionParsers.ts';
import type { FailureLimit } from './optionParsers.ts';

/** The options of `evaluate` as they were given; what is absent was not given. */
export interface EvaluateOptions {
  /** More than one model or strategy is a comparison. */
  readonly model?: readonly string[];
  readonly baseUrl?: string;
  readonly protocol?: string;
  readonly strategy?: readonly string[];
  readonly where?: string;
  readonly limit?: number;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly maxSide?: number;
  /** Frames of a video, evenly spread; or frames a second. */
  readonly frames?: number;
  readonly fps?: number;
  readonly maxFrames?: number;
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
  readonly conversation?: 'separate' | 'one';
  readonly options?: 'words' | 'letters';
  readonly order?: 'fixed' | 'shuffled';
  readonly orders?: number;
  /** The name of a connection. */
  readonly extractor?: string;
  readonly run?: string;
  /** `true` for the latest run. */
  readonly resume?: string | true;
  readonly retryFailed?: boolean;
  readonly maxRequests?: number;
  readonly maxCost?: number;
  readonly maxTokensTotal?: number;
  readonly maxFailures?: FailureLimit;
  readonly dryRun?: boolean;
  /** `true` for all runs. */
  readonly reread?: string | true;
  readonly apply?: boolean;
  readonly probe?: boolean;
  readonly json?: boolean;
}

/** Declares the options of `evaluate`. */
export function declareEvaluateOptions(command: Command): Command {
  return command
    .option(
      '--model <id>',
      "a connection's name, local/expression-baseline, or with --base-url any model name; given again, models are compared",
      another,
    )
    .option('--base-url <url>', 'address of an OpenAI-compatible server, up to and with the version')
    .option('--protocol <id>', 'what to ask (default: memo-progressive)')
    .option('--strategy <ids>', 'how the question is put (default: plain); several are compared', moreNames)
    .option('--where <query>', 'only the items that this query finds')
    .option('--limit <n>', 'at most so many items', wholeNumber(1))
    .option('--concurrency <n>', 'requests in flight at most (default: 16)', wholeNumber(1))
    .option('--timeout <seconds>', 'longest wait for one answer (default: 120)', numberWithin(0, 86_400, true))
    .option('--max-side <px>', 'scale pictures down to this longest side', wholeNumber(16))
    .option('--frames <n>', 'frames of a video to send, evenly spread (default: 8)', wholeNumber(1))
    .option('--fps <f>', 'frames of a video a second, instead of a number', numberWithin(0, 60, true))
    .option('--max-frames <n>', 'frames of one video at most (default: 32)', wholeNumber(1))
    .option('--temperature <t>', 'sampling temperature', numberWithin(0, 2))
    .option('--max-tokens <n>', 'longest answer in tokens', wholeNumber(1))
    .option('--seed <n>', 'seed for the server, and for shuffled options', wholeNumber(Number.MIN_SAFE_INTEGER))
    .addOption(
      new Option('--conversation <how>', 'stages each on its own, or in one conversation').choices(['separate', 'one']),
    )
    .addOption(new Option('--options <how>', 'options as words or under letters').choices(['words', 'letters']))
    .addOption(new Option('--order <how>', 'order of the options').choices(['fixed', 'shuffled']))
    .option('--orders <k>', 'ask each question in so many shuffled orders of its options', numberOfOrders)
    .option('--extractor <name>', 'connection whose model reads replies that no rule can read')
    .option('--run <id>', 'name of the new run, or of the comparison, whose runs are <id>-1, <id>-2 ...')
    .option('--resume [id]', 'go on with a run or a comparison: the latest that can be resumed, or this one')
    .option('--retry-failed', 'ask again what failed (resumes)')
    .option('--max-requests <n>', 'stop after so many requests', wholeNumber(1))
    .option('--max-cost <usd>', 'stop when so much is spent; needs a price', numberWithin(0, Infinity, true))
    .option('--max-tokens-total <n>', 'stop when so many tokens are used, in and out', wholeNumber(1))
    .option('--max-failures <n>', 'stop after so many failures, or at a share such as 5%', failureLimit)
    .option('--dry-run', 'say what it would take, and ask nothing')
    .option('--reread [id]', 'read stored replies again with the words of today: all runs, or this one; asks nothing')
    .option('--apply', 'with --reread: write what flipped')
    .option('--probe', 'find out what the server of --model takes; asks nothing else')
    .option('--json', 'print one JSON document');
}

/** More orders than the smallest set of options has are the same ones again; the settings of the window have the same limit. */
const mostOrders = 24;

function numberOfOrders(text: string): number {
  const orders = wholeNumber(1)(text);
  return numberWithin(1, mostOrders)(String(orders));
}
