import * as l10n from '@vscode/l10n';
import type { DryRun } from '../evaluation/dryRun.ts';
import type { EvaluateError, RunProgress, RunSummary, StopReason } from '../evaluation/plan.ts';
import type { ProtocolError } from '../evaluation/resolveProtocol.ts';
import { outcomeKind } from '../evaluation/outcome.ts';
import { cautionLine, cautionTexts } from './cautionText.ts';
import { protocolFaultText } from './authoringText.ts';
import { failureText, shortened } from './failureText.ts';
import type { Surface } from './failureText.ts';
import { fileErrorText } from './fileErrorText.ts';
import { outcomeWord } from './outcomeText.ts';
import { foreignRunText } from './predictionText.ts';

/** Why an evaluation did not begin, in one sentence that says what to do next. */
export function evaluateErrorText(error: EvaluateError): string {
  switch (error.kind) {
    case 'locked':
      return l10n.t('Run {0} is being worked on by {1}. Wait for it to end, or stop it.', error.run, error.heldBy);
    case 'store':
      return l10n.t('The run cannot be kept. {0}', fileErrorText(error.error));
    case 'noSuchRun':
      return l10n.t('There is no run {0}.', error.run);
    case 'badRun':
      return l10n.t('The record of run {0} cannot be read: {1}', error.run, shortened(error.detail));
    case 'runExists':
      return l10n.t('There is a run {0} already. Resume it, or choose another name.', error.run);
    case 'foreignRun':
      return foreignRunText(error.run, error.tool);
    case 'badRunId':
      return l10n.t('"{0}" cannot name a run: use letters, digits, dots, hyphens and underscores.', error.run);
    case 'otherModel':
      return l10n.t('Run {0} was asked of {1} and cannot go on with {2}.', error.run, error.model, error.asked);
    case 'otherCrops':
      return l10n.t('Run {0} was asked with crops made in another way. Begin a new run.', error.run);
    case 'noCodec':
      return l10n.t('Pictures cannot be scaled down here. Leave the longest side away.');
    case 'noCrops':
      return l10n.t('Strategy {0} sends crops, which cannot be made here. Choose another.', error.strategy);
    case 'noPrice':
      return l10n.t('A limit in USD needs a price. Give the connection of {0} one.', shortened(error.model));
    case 'nothingToAsk':
      return l10n.t('No portrait was found to ask about.');
    case 'protocol':
      return protocolErrorText(error.error);
  }
}

/** Why a protocol cannot be asked of a benchmark. */
export function protocolErrorText(error: ProtocolError): string {
  if (error.kind !== 'nothingToAsk')
    return l10n.t('The protocol contradicts itself: {0}', `${error.stage}: ${protocolFaultText(error)}`);
  const stages = error.leftOut.map((one) => one.stage).join(', ');
  return l10n.t(
    'Nothing of protocol {0} can be asked of this benchmark: it lacks what {1} needs.',
    error.protocol,
    stages,
  );
}

/** Why a run ended before all was asked, in one sentence; it does not say how to resume. `detail` is untrusted. */
export function stopText(reason: StopReason, detail = '', surface: Surface = 'window'): string {
  switch (reason) {
    case 'cancelled':
      return l10n.t('Stopped.');
    case 'maxRequests':
      return l10n.t('Stopped: the number of requests allowed is used up.');
    case 'maxCost':
      return l10n.t('Stopped: the money allowed is used up.');
    case 'maxTokens':
      return l10n.t('Stopped: the number of tokens allowed is used up.');
    case 'maxFailures':
      return l10n.t('Stopped: too many requests failed.');
    case 'diskFull':
      return l10n.t('Stopped: the disk is full. Make room, then resume.');
    case 'storeFailed':
      return l10n.t('Stopped: the outcomes could not be written. {0}', shortened(detail));
    default:
      return l10n.t('Stopped: {0}', failureText({ kind: reason, detail }, surface));
  }
}

/** Where a run stands, in a line for a progress bar. */
export function progressText(progress: RunProgress): string {
  if (progress.phase === 'checking') return l10n.t('comparing pictures with the run: {0}', progress.done);
  const parts = [l10n.t('{0} of {1}', progress.done, progress.total)];
  for (const kind of ['failed', 'refused'] as const) {
    const count = progress.kinds[kind];
    if (count !== undefined) parts.push(`${count} ${outcomeWord(kind)}`);
  }
  if (progress.perSecond > 0) parts.push(l10n.t('{0} a second', progress.perSecond.toFixed(1)));
  if (progress.costUsd !== undefined) parts.push(usd(progress.costUsd));
  if (progress.isHeld === true) {
    parts.push(l10n.t('paused'));
  } else if (progress.waitingMs !== undefined) {
    parts.push(l10n.t('the server asked to wait {0}', duration(progress.waitingMs)));
  } else if (progress.msLeft !== undefined && progress.done < progress.total) {
    parts.push(l10n.t('{0} left', duration(progress.msLeft)));
  }
  return parts.join(', ');
}

/** What a sitting did and how the run stands, in a sentence or two; `name` is what people know the run by. */
export function summaryText(summary: RunSummary, name = summary.run, surface: Surface = 'window'): string {
  const kinds = outcomeKind.options
    .filter((kind) => summary.kinds[kind] !== undefined)
    .map((kind) => `${summary.kinds[kind]} ${outcomeWord(kind)}`)
    .join(', ');
  const took = duration(summary.ms);
  const parts = [
    summary.resumed === 0
      ? l10n.t('{0}: asked {1} in {2}.', name, summary.requested, took)
      : l10n.t('{0}: asked {1} in {2}, kept {3} from before.', name, summary.requested, took, summary.resumed),
  ];
  const all = Object.values(summary.kinds).reduce((sum, count) => sum + count, 0);
  const unasked = all - summary.requested - summary.resumed;
  if (unasked > 0) parts.push(l10n.t('{0} more were settled without asking.', unasked));
  if (kinds !== '') parts.push(l10n.t('In all: {0}.', kinds));
  if (summary.costUsd !== undefined) parts.push(l10n.t('Cost so far: {0}.', usd(summary.costUsd)));
  if (summary.estimated !== undefined) {
    parts.push(
      l10n.t('The server did not say what {0} answers took; their tokens are estimates of ours.', summary.estimated),
    );
  }
  if (summary.second !== undefined) parts.push(...secondText(summary.second, summary.costUsd !== undefined));
  if (summary.leftOut.length > 0) {
    parts.push(
      l10n.t(
        'Left out, because the benchmark has no data for it: {0}.',
        summary.leftOut.map((one) => one.stage).join(', '),
      ),
    );
  }
  if (summary.withoutExtractor !== undefined && summary.kinds.unparsed !== undefined) {
    parts.push(
      l10n.t(
        'Replies that no rule can read were left unread: this run has {0} read them, and this time it was not given.',
        summary.withoutExtractor,
      ),
    );
  }
  if (summary.repairedBytes > 0) {
    parts.push(
      l10n.t(
        'A line that was torn when the last run ended was cut off ({0} bytes); it was asked again.',
        summary.repairedBytes,
      ),
    );
  }
  if (summary.badLines > 0) {
    parts.push(
      l10n.t('{0} lines of the run could not be read; what they were about was asked again.', summary.badLines),
    );
  }
  if (summary.stopped !== undefined) parts.unshift(stopText(summary.stopped, summary.stoppedDetail, surface));
  return parts.join(' ');
}

function secondText({ given, read, unpriced }: NonNullable<RunSummary['second']>, hasCost: boolean): string[] {
  const gave = l10n.t(
    'The second model was given {0} replies that no rule can read, and read {1} of them.',
    given,
    read,
  );
  if (unpriced === 0) return [gave];
  const lacks = hasCost
    ? l10n.t('Its connection has no price: its tokens are counted, and are not in the cost.')
    : l10n.t('Its connection has no price: its tokens are counted, and no cost.');
  return [gave, lacks];
}

/** What a run would take, in a few sentences that say what is estimated. */
export function dryRunText(dry: DryRun): string {
  const parts = [l10n.t('{0}, {1} of pictures.', countsText(dry), bytes(dry.imageBytes))];
  if (dry.frames !== undefined) parts.push(l10n.t('{0} frames of videos.', dry.frames));
  parts.push(...undecodableNotes(dry));
  if (dry.already > 0) parts.push(l10n.t('{0} questions have an answer already.', dry.already));
  if (dry.unreadable > 0) parts.push(l10n.t('{0} pictures cannot be read.', dry.unreadable));
  if (dry.tokens !== undefined) parts.push(...tokensAndTime(dry, dry.tokens));
  if (dry.costUsd !== undefined) parts.push(l10n.t('About {0} at the price of the connection.', usd(dry.costUsd)));
  if (dry.leftOut.length > 0) {
    parts.push(
      l10n.t(
        'Left out, because the benchmark has no data for it: {0}.',
        dry.leftOut.map((one) => one.stage).join(', '),
      ),
    );
  }
  return [parts.join(' '), ...cautionTexts(dry.cautions).map(cautionLine)].join('\n');
}

/** How many portraits and requests: `72 portraits, 216 requests`. */
export function countsText({ items, requests }: Pick<DryRun, 'items' | 'requests'>): string {
  if (items !== 1) return l10n.t('{0} portraits, {1} requests', items, requests);
  return requests === 1 ? l10n.t('1 portrait, 1 request') : l10n.t('1 portrait, {0} requests', requests);
}

/** What a person should know who asks about videos without a decoder. */
export function undecodableNotes({ undecodable = 0 }: DryRun): readonly string[] {
  if (undecodable === 0) return [];
  return [
    l10n.t(
      '{0} videos will fail: their frames need ffmpeg, which was not found. Install it, or name it in the setting emolens.ffmpeg or in EMOLENS_FFMPEG.',
      undecodable,
    ),
  ];
}

function tokensAndTime({ basis, ms }: DryRun, tokens: NonNullable<DryRun['tokens']>): string[] {
  const [input, output] = [rounded(tokens.input), rounded(tokens.output)];
  const answer = duration(basis?.latencyMs ?? 0);
  return [
    basis?.pictures === 'measured'
      ? l10n.t(
          'About {0} tokens in and {1} out: an estimate from the tokens of a picture, as measured, and four characters a token.',
          input,
          output,
        )
      : l10n.t(
          'About {0} tokens in and {1} out: an estimate of ours, from four characters a token and 512-pixel tiles.',
          input,
          output,
        ),
    basis?.latency === 'measured'
      ? l10n.t('About {0}: an answer took {1} when it was measured.', duration(ms), answer)
      : l10n.t('About {0}, if an answer takes {1}, which nobody has measured.', duration(ms), answer),
  ];
}

/** A length of time for people: `0.4 s`, `2 min 5 s`, `3 h 20 min`. */
export function duration(ms: number): string {
  if (ms < 10_000) return l10n.t('{0} s', (ms / 1000).toFixed(1));
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return l10n.t('{0} s', seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return l10n.t('{0} min {1} s', minutes, seconds % 60);
  return l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

/** An amount in US dollars: cents from one dollar on, more digits below. */
export function usd(amount: number): string {
  return `${amount.toFixed(amount !== 0 && amount < 1 ? 4 : 2)} USD`;
}

/** A size for people, in powers of ten. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  if (count < 1e6) return `${(count / 1e3).toFixed(1)} kB`;
  return count < 1e9 ? `${(count / 1e6).toFixed(1)} MB` : `${(count / 1e9).toFixed(2)} GB`;
}

function rounded(count: number): string {
  if (count < 10_000) return String(count);
  return count < 1e6 ? `${Math.round(count / 1000)}k` : `${(count / 1e6).toFixed(1)}M`;
}
