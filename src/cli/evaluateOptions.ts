import { Option } from 'commander';
import type { Command } from 'commander';
import { failureLimit, numberWithin, wholeNumber } from './optionParsers.ts';
import type { FailureLimit } from './optionParsers.ts';

/** The options of `evaluate` as they were given; what is absent was not given. */
export interface EvaluateOptions {
  readonly model?: string;
  readonly baseUrl?: string;
  readonly protocol?: string;
  readonly strategy?: string;
  readonly where?: string;
  readonly limit?: number;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly maxSide?: number;
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
  readonly conversation?: 'separate' | 'one';
  readonly options?: 'words' | 'letters';
  readonly order?: 'fixed' | 'shuffled';
  readonly run?: string;
  /** `true` for the latest run. */
  readonly resume?: string | true;
  readonly retryFailed?: boolean;
  readonly maxRequests?: number;
  readonly maxCost?: number;
  readonly maxFailures?: FailureLimit;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Declares the options of `evaluate`. */
export function declareEvaluateOptions(command: Command): Command {
  return command
    .option('--model <id>', "a connection's name, local/expression-baseline, or with --base-url any model name")
    .option('--base-url <url>', 'address of an OpenAI-compatible server, up to and with the version')
    .option('--protocol <id>', 'what to ask (default: memo-progressive)')
    .option('--strategy <id>', 'how the question is put (default: plain)')
    .option('--where <query>', 'only the items that this query finds')
    .option('--limit <n>', 'at most so many items', wholeNumber(1))
    .option('--concurrency <n>', 'requests in flight at most (default: 16)', wholeNumber(1))
    .option('--timeout <seconds>', 'longest wait for one answer (default: 120)', numberWithin(0, 86_400, true))
    .option('--max-side <px>', 'scale pictures down to this longest side', wholeNumber(16))
    .option('--temperature <t>', 'sampling temperature', numberWithin(0, 2))
    .option('--max-tokens <n>', 'longest answer in tokens', wholeNumber(1))
    .option('--seed <n>', 'seed for the server, and for shuffled options', wholeNumber(Number.MIN_SAFE_INTEGER))
    .addOption(
      new Option('--conversation <how>', 'stages each on its own, or in one conversation').choices(['separate', 'one']),
    )
    .addOption(new Option('--options <how>', 'options as words or under letters').choices(['words', 'letters']))
    .addOption(new Option('--order <how>', 'order of the options').choices(['fixed', 'shuffled']))
    .option('--run <id>', 'name of the new run')
    .option('--resume [id]', 'go on with a run: the latest that can be resumed, or this one')
    .option('--retry-failed', 'ask again what failed (resumes)')
    .option('--max-requests <n>', 'stop after so many requests', wholeNumber(1))
    .option('--max-cost <usd>', 'stop when so much is spent; needs a price', numberWithin(0, Infinity, true))
    .option('--max-failures <n>', 'stop after so many failures, or at a share such as 5%', failureLimit)
    .option('--dry-run', 'say what it would take, and ask nothing')
    .option('--json', 'print one JSON document');
}
