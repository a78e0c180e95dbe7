import { readerVersion } from '../answerReader.ts';
import type { Outcome } from '../outcome.ts';
import type { ResolvedStage } from '../protocol.ts';
import { cutReasoning } from '../reader/reasoning.ts';
import type { RunRecord } from '../runRecord.ts';
import { isRight, truthOf } from '../../scoring/truth.ts';
import { laterQuestions } from './laterQuestions.ts';
import { isFlip } from './readLines.ts';
import type { ReadLine, ReadLines } from './readLines.ts';
import type { Flip, Reread, RereadOptions, RereadStage, StoredReading } from './reread.ts';

/** How much of a reply a flip shows, in UTF-16 units. */
const shownReply = 300;

/** What two readings of a run's answers come to: the flips in the order of the file, and what they mean. */
export function findFlips(
  record: RunRecord,
  stages: readonly ResolvedStage[],
  { byItem, badLines }: ReadLines,
  { lexicon, items }: RereadOptions,
): Reread {
  const lines = [...byItem].flatMap(([item, ofItem]) => [...ofItem.values()].map((line) => ({ item, line })));
  const flips = lines.flatMap(({ item, line }) => (isFlip(line) ? [flipOf(item, line)] : []));
  const isUpToDate = record.readerVersion === readerVersion && record.lexiconVersion === lexicon.version;
  const retraced = lines.filter(({ line }) => line.outcome !== undefined && !isFlip(line)).length;
  return {
    record,
    readerVersion,
    lexiconVersion: lexicon.version,
    answers: lines.filter(({ line }) => line.after !== undefined).length,
    flips: flips.sort((a, b) => a.line - b.line),
    retraced,
    stages: stages.map((stage) => stageOf(stage, lines, record, items)),
    ...laterQuestions(record, stages, byItem, items),
    badLines,
    applied: isUpToDate && flips.length + retraced === 0,
  };
}

function flipOf(item: string, line: ReadLine & Required<Pick<ReadLine, 'after' | 'outcome'>>): Flip {
  const { stage, repeat, before, after, outcome } = line;
  const said = (after.rule === 'extracted' ? outcome.extraction?.reply : outcome.reply) ?? '';
  return {
    item,
    stage,
    ...(repeat === undefined ? {} : { repeat }),
    line: line.line,
    before: answerOf(before),
    after: answerOf(after),
    reply: beginning(cutReasoning(said).visible.trim() || said.trim()),
  };
}

function answerOf({ kind, rule, label, labels, value }: StoredReading): StoredReading {
  return {
    kind,
    ...(rule === undefined ? {} : { rule }),
    ...(label === undefined ? {} : { label }),
    ...(labels === undefined ? {} : { labels }),
    ...(value === undefined ? {} : { value }),
  };
}

/** Half of a character that takes two units is no character. */
function beginning(text: string): string {
  return text.slice(0, shownReply).replace(/[\ud800-\udbff]$/, '');
}

function stageOf(
  stage: ResolvedStage,
  lines: readonly { readonly item: string; readonly line: ReadLine }[],
  { polarity }: RunRecord,
  items: RereadOptions['items'],
): RereadStage {
  const counts = { answers: 0, flips: 0, scored: 0, rightBefore: 0, rightAfter: 0 };
  for (const { item: id, line } of lines) {
    if (line.stage !== stage.id) continue;
    if (line.after !== undefined) counts.answers++;
    if (isFlip(line)) counts.flips++;
    const item = items?.get(id);
    if (item === undefined || line.repeat !== undefined) continue;
    const truth = truthOf(item, stage.answer, polarity);
    const before = isRight(line.before as Outcome, truth);
    if (before === undefined) continue;
    counts.scored++;
    if (before) counts.rightBefore++;
    if (isRight((line.after ?? line.before) as Outcome, truth) === true) counts.rightAfter++;
  }
  return { stage: stage.id, ...counts };
}
