import * as l10n from '@vscode/l10n';
import type { PolarityTable } from '../affect/polarity.ts';
import { protocolFileText } from '../evaluation/protocolFile.ts';
import type { Protocol, ResolvedStage, Stage } from '../evaluation/protocol.ts';
import { questionText, shownOptions } from '../evaluation/questions.ts';
import { resolveProtocol, type BenchmarkSide } from '../evaluation/resolveProtocol.ts';
import type { Strategy } from '../evaluation/strategies.ts';
import { protocolText } from './protocolText.ts';

/** What a protocol is shown with: the benchmark whose labels and scales fill it in, and the strategy that puts its questions. */
export interface PreviewSide {
  readonly name: string;
  readonly benchmark: BenchmarkSide;
  readonly polarity: PolarityTable;
  readonly strategy: Strategy;
}

/**
 * A protocol for reading, as Markdown source: what it is, each question as a model reads it, then the file. Options stand as words
 * in the order of the benchmark. Without a benchmark, questions stand as they are written.
 */
export function protocolPreview(protocol: Protocol, side: PreviewSide | undefined): string {
  const { title, description } = protocolText(protocol);
  const resolved = side && resolveProtocol(protocol, side.benchmark, side.polarity);
  const stages = protocol.stages.map((stage, index) => {
    const asked = resolved?.ok ? resolved.value.stages.find((one) => one.id === stage.id) : undefined;
    const text = asked && side ? askedText(asked, side.strategy) : stage.question;
    const note =
      side !== undefined && asked === undefined
        ? `\n\n${l10n.t('Not asked of this benchmark: it lacks what the question needs.')}`
        : '';
    return `## ${index + 1}. ${stage.id}\n\n${answerText(stage, asked)}${gateText(stage)}${note}\n\n${fenced(text, 'text')}`;
  });
  const intro =
    side === undefined
      ? []
      : [
          l10n.t(
            'Below is what a model reads about a portrait of {0}, with the strategy {1}.',
            oneLine(side.name),
            side.strategy.id,
          ),
        ];
  const file = [`## ${l10n.t('The file')}`, fenced(protocolFileText(protocol).trimEnd(), 'json')];
  return `${[`# ${protocol.id}`, title, ...(description === undefined ? [] : [description]), ...intro, ...stages, ...file].join('\n\n')}\n`;
}

function askedText(stage: ResolvedStage, strategy: Strategy): string {
  const options = shownOptions(stage.answer, { style: 'words', order: 'fixed', seed: 0, item: '' });
  return questionText({ stage, options, strategy });
}

function answerText(stage: Stage, asked: ResolvedStage | undefined): string {
  const truth = asked?.answer.truth ?? stage.answer.truth;
  const kind = stage.answer.kind;
  return truth === undefined
    ? l10n.t('Answer: {0}; not scored.', kind)
    : l10n.t('Answer: {0}; compared with: {1}.', kind, truth);
}

function gateText({ when }: Stage): string {
  if (when === undefined) return '';
  const parts = [
    ...(when.is === undefined ? [] : [l10n.t('the answer is one of: {0}', when.is.join(', '))]),
    ...(when.correct === undefined
      ? []
      : [when.correct ? l10n.t('the answer was right') : l10n.t('the answer was wrong')]),
  ];
  return ` ${l10n.t('Asked only after {0}, when: {1}.', when.stage, parts.length === 0 ? l10n.t('it was asked') : parts.join('; '))}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** A fence longer than any in the text, so that the text cannot end it (CommonMark 4.5). */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
