import type { Dossier, RunFinding, StageFinding } from '../../core/review/dossier.ts';
import type { Verdict } from '../../core/review/reviewBook.ts';
import { failureText } from '../../core/words/failureText.ts';
import { answerText } from '../../core/words/findingText.ts';
import { problemText } from '../../core/words/problemText.ts';
import { toolOfRun } from '../../core/predictions/foreignRunId.ts';
import { theirReadingText, toolName } from '../../core/words/predictionText.ts';
import { ruleText } from '../../core/words/ruleText.ts';
import type { Card, PortraitView, PredictionLine, RunView, StageView } from '../../protocol/views.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** Turns an item's path into an address that a page may load. */
export type SourceOf = (path: string) => string;

/** A portrait as the grid shows it. */
export function cardOf(session: BenchmarkSession, dossier: Dossier, sourceOf: SourceOf): Card {
  const { item } = dossier;
  const own = dossier.verdicts.find(({ subject }) => subject.run === undefined);
  return {
    id: item.id,
    name: item.path.slice(item.path.lastIndexOf('/') + 1),
    src: sourceOf(item.path),
    small: true,
    media: item.media,
    label: item.label,
    degree: item.degree,
    quality: item.quality,
    generator: item.generator,
    prompted: item.prompted,
    predictions: dossier.runs.map(predictionOf),
    standing: session.isAsking(item.id) ? 'asking' : dossier.standing,
    verdict: (own ?? dossier.verdicts[0])?.kind,
    open: dossier.open,
  };
}

/** Everything about a portrait, at a place of the list that is being gone through. */
export function portraitViewOf(
  session: BenchmarkSession,
  dossier: Dossier,
  sourceOf: SourceOf,
  place: { readonly index: number; readonly total: number },
): PortraitView {
  const { item } = dossier;
  const { scales, problems } = session.benchmark;
  return {
    card: cardOf(session, dossier, sourceOf),
    path: item.path,
    labelAsWritten: item.labelAsWritten,
    prompt: item.prompt,
    degreeScale: scales.degree,
    qualityScale: scales.quality,
    row: item.row,
    problems: problems.filter((problem) => problem.item === item.id).map(problemText),
    runs: dossier.runs.map(runViewOf),
    labels: [...session.benchmark.labels],
    reviews: dossier.verdicts.map(reviewOf),
    ...place,
  };
}

function predictionOf({ run, headline }: RunFinding): PredictionLine {
  return {
    run: run.run,
    model: run.model,
    stage: headline.stage.id,
    standing: headline.standing,
    answer: answerText(headline.outcome),
    verdict: headline.verdict?.kind,
  };
}

function runViewOf({ run, headline, stages }: RunFinding): RunView {
  return {
    run: run.run,
    model: run.model,
    protocol: run.protocol,
    strategy: run.strategy,
    headline: headline.stage.id,
    standing: headline.standing,
    stages: stages.map(stageViewOf),
  };
}

function stageViewOf({ run, stage, outcome, truth, standing, verdict }: StageFinding): StageView {
  const tool = toolOfRun(run.run);
  return {
    stage: stage.id,
    standing,
    answer: answerText(outcome),
    truth: truth === undefined ? undefined : String(truth),
    question: outcome.question,
    options: outcome.options && [...outcome.options.order],
    reply: outcome.reply,
    span: outcome.span,
    theirs:
      outcome.theirs && tool
        ? { tool: toolName(tool), text: theirReadingText(outcome.theirs), differs: outcome.differs === true }
        : undefined,
    rule: outcome.rule && ruleText(outcome.rule),
    entry: outcome.entry,
    reasoning: outcome.reasoning,
    failure: outcome.failure && failureText(outcome.failure),
    latencyMs: outcome.latencyMs,
    tokens: outcome.usage && { input: outcome.usage.input, output: outcome.usage.output },
    at: outcome.at,
    verdict: verdict?.kind,
  };
}

function reviewOf({ subject, kind, author, at }: Verdict): PortraitView['reviews'][number] {
  return { verdict: kind, author, at, run: subject.run, stage: subject.stage };
}
