import type { Card, PortraitView, PredictionLine, RunView, Standing, StageView } from '../../../src/protocol/views.ts';

/** Labels, generators and models of the invented benchmark. */
export const labels = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
export const generators = [
  'atelier-3',
  'brushwork',
  'cinder',
  'daylight-xl',
  'easel',
  'figment',
  'gouache',
  'halftone',
  'inkwell',
  'juniper',
  'kiln',
  'lumen',
];
const models = ['local/expression-baseline', 'gpt-4o', 'llava-1.6-34b', 'qwen2.5-vl-7b'];

/** The models of that many runs. */
export function modelsOf(runs: number): readonly string[] {
  return models.slice(0, runs);
}

/** A chance in [0, 1) that is the same for the same place. */
function chance(index: number, salt: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 7, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x27d4eb2f);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
}

function pickOf<T>(values: readonly T[], at: number): T {
  const found = values[Math.floor(at * values.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** Makes the card at a place. `picture` gives the address of its picture. */
export function makeCard(
  index: number,
  runs: number,
  picture: (card: { label: string; index: number }) => string,
): Card {
  const generator = pickOf(generators, chance(index, 1));
  const label = pickOf(labels, chance(index, 2));
  const prompted = chance(index, 3) < 0.8 ? label : pickOf(labels, chance(index, 4));
  const number = String((index % 100) + 1).padStart(3, '0');
  const plain = `${generator}_${prompted}_${number}.png`;
  const name = index === 7 ? 'evil_\u202Egnp.exe_<img src=x onerror=alert(1)>_012.png' : plain;
  const predictions = models.slice(0, runs).flatMap((model, place) => predict(index, place, label, model));
  const order: Standing[] = ['wrong', 'refused', 'unparsed', 'truncated', 'failed', 'right'];
  const standing = order.find((kind) => predictions.some((line) => line.standing === kind)) ?? 'notAsked';
  return {
    id: `dataset/${index}-${plain}`,
    name,
    src: picture({ label, index }),
    label,
    degree: Math.round((1 + chance(index, 5) * 4) * 100) / 100,
    quality: Math.round((1 + chance(index, 6) * 4) * 100) / 100,
    generator,
    prompted,
    predictions,
    standing,
    open: predictions.some((line) => line.standing === 'wrong' || line.standing === 'refused'),
  };
}

function predict(index: number, place: number, label: string, model: string): PredictionLine[] {
  const roll = chance(index, 20 + place);
  const line = { run: `2026-run-${place}`, model, stage: 'emotion' };
  if (roll < 0.05) return [];
  if (roll < 0.62) return [{ ...line, standing: 'right', answer: label }];
  if (roll < 0.88)
    return [
      {
        ...line,
        standing: 'wrong',
        answer: pickOf(
          labels.filter((one) => one !== label),
          chance(index, 40 + place),
        ),
      },
    ];
  if (roll < 0.94) return [{ ...line, standing: 'refused' }];
  if (roll < 0.97) return [{ ...line, standing: 'unparsed' }];
  return [{ ...line, standing: 'failed' }];
}

/** Everything about a card, as the detail shows it. */
export function makePortrait(card: Card, index: number, total: number): PortraitView {
  return {
    card,
    path: `dataset/${card.name}`,
    labelAsWritten: card.label === 'worry' ? 'Worried' : undefined,
    prompt: '012',
    degreeScale: { min: 1, max: 5 },
    qualityScale: { min: 1.02, max: 4.97 },
    row: { file: 'annotation_emo.csv', line: index + 2 },
    problems:
      index % 9 === 4 ? [`${card.name}: not a PNG (first bytes are JPEG). It is shown and sent as what it is.`] : [],
    runs: card.predictions.map((line) => runOf(card, line)),
    reviews: card.verdict === undefined ? [] : [reviewOf(card)],
    index,
    total,
  };
}

function reviewOf(card: Card): PortraitView['reviews'][number] {
  const judged = card.predictions.find((line) => line.verdict !== undefined);
  const verdict = card.verdict ?? 'ambiguous';
  const by = { verdict, author: 'Ada', at: '2026-11-20T09:30:00.000Z' };
  return verdict === 'modelWrong' && judged !== undefined ? { ...by, run: judged.run, stage: judged.stage } : by;
}

function runOf(card: Card, line: PredictionLine): RunView {
  const emotion = emotionStage(card, line);
  const polarity: StageView = {
    stage: 'polarity',
    standing: 'right',
    answer: 'negative',
    truth: 'negative',
    question: 'Is the emotion of the person in this portrait positive, neutral or negative? Answer with one word.',
    options: ['positive', 'neutral', 'negative'],
    reply: 'Negative.',
    span: [0, 8],
    rule: 'The whole reply is one label.',
    entry: 'negative:negative',
    latencyMs: 840,
    tokens: { input: 1105, output: 3 },
    at: '2026-11-19T14:03:11.000Z',
  };
  const degree: StageView =
    line.standing === 'right'
      ? {
          ...polarity,
          stage: 'degree',
          standing: 'answered',
          answer: '4',
          truth: String(card.degree),
          reply: '4',
          span: [0, 1],
          rule: 'A number on the scale.',
        }
      : { stage: 'degree', standing: 'skipped' };
  return {
    run: line.run,
    model: line.model,
    protocol: 'memo-progressive',
    strategy: 'plain',
    headline: 'emotion',
    standing: line.standing,
    stages: [polarity, emotion, degree],
  };
}

function emotionStage(card: Card, line: PredictionLine): StageView {
  const base: StageView = {
    stage: 'emotion',
    standing: line.standing,
    answer: line.answer,
    truth: card.label,
    question:
      'Which one of these emotions does the person in this portrait show: happy, sad, angry, surprise, worry, neutral?',
    options: labels,
    latencyMs: 2140,
    tokens: { input: 1121, output: 46 },
    at: '2026-11-19T14:03:14.000Z',
    verdict: line.verdict,
  };
  if (line.standing === 'refused')
    return {
      ...base,
      reply: "I'm sorry, but I can't identify or analyse people in images.",
      rule: 'It declines, and names no label.',
    };
  if (line.standing === 'failed')
    return { ...base, failure: 'The server answered 503 four times: overloaded <script>alert(1)</script>' };
  if (line.answer === undefined)
    return { ...base, reply: 'The portrait has warm light and a soft background.', rule: 'No rule found an answer.' };
  const before = 'Looking at the drawn brows and the tight mouth, she looks ';
  return {
    ...base,
    reply: `${before}${line.answer} rather than calm.\n\n<b>Not markup</b>`,
    span: [before.length, before.length + line.answer.length],
    rule: 'One label is left after negated words are taken out.',
    entry: `${line.answer}:${line.answer}`,
    reasoning: line.model.startsWith('qwen')
      ? 'The brows are raised in the middle. The mouth is pressed. That could be worry or sadness.'
      : undefined,
  };
}
