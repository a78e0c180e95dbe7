import type { Message, SentImage } from '../models/model.ts';
import { framesText } from './frames.ts';
import type { ShownOptions } from './options.ts';
import type { ResolvedStage } from './protocol.ts';
import { shuffled } from './seededShuffle.ts';
import type { Strategy } from './strategies.ts';

/** How options are put: as words or under letters, in the order of the benchmark or shuffled anew for each item. */
export interface OptionSettings {
  readonly style: 'words' | 'letters';
  readonly order: 'fixed' | 'shuffled';
  readonly seed: number;
  /** The item's id: with the seed it decides the shuffle. */
  readonly item: string;
  /** Which of several orders of the same question this is, from 0; see {@link shownOptions}. */
  readonly repeat?: number;
}

/** An earlier question of the same conversation, with the reply as it came. */
export interface EarlierTurn {
  readonly question: string;
  readonly reply: string;
}

/** All that one request is made from. `images[0]` is the whole picture; crops follow in the strategy's order. */
export interface QuestionParts {
  readonly stage: ResolvedStage;
  readonly options: ShownOptions | undefined;
  readonly images: readonly SentImage[];
  readonly strategy: Strategy;
  readonly earlier?: readonly EarlierTurn[];
  /** What stands for `{label}`: the answer to an earlier stage. */
  readonly label?: string;
  /** True: a yes/no question in words names the two in the order of the options, which nothing else of it shows. */
  readonly namesOrder?: boolean;
}

/** The letters that options can stand under. */
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The options of a stage in the order shown, or `undefined` for a stage without options (numbers, open answers). More than
 * 26 options are always words. The same settings give the same order on every machine.
 *
 * Further orders are balanced over the places: order `repeat` is the item's shuffle turned by `repeat` places, and after as
 * many orders as there are options comes a new shuffle. So each option stands at each place once in every such round.
 */
export function shownOptions(answer: ResolvedStage['answer'], settings: OptionSettings): ShownOptions | undefined {
  if (answer.kind === 'number' || answer.kind === 'open') return undefined;
  const style = answer.labels.length > letters.length ? 'words' : settings.style;
  if (settings.order === 'fixed') return { style, order: [...answer.labels] };
  const repeat = settings.repeat ?? 0;
  const round = Math.floor(repeat / answer.labels.length);
  const key = `${settings.seed}\u0000${round}\u0000${settings.item}\u0000${answer.labels.join('\u0000')}`;
  return { style, order: turned(shuffled(answer.labels, key), repeat % answer.labels.length) };
}

function turned<T>(list: readonly T[], by: number): T[] {
  return [...list.slice(by), ...list.slice(0, by)];
}

function optionList(options: ShownOptions): string {
  const separator = options.order.some((label) => label.includes(',')) ? '; ' : ', ';
  const named = options.order.map((label, index) =>
    options.style === 'letters' ? `${letters[index]}. ${label}` : label,
  );
  return named.join(separator);
}

/** What an answer looks like, in words that fit after "Reply with". */
function answerForm(stage: ResolvedStage, options: ShownOptions | undefined, namesOrder: boolean): string {
  const answer = stage.answer;
  const unit = options?.style === 'letters' ? 'the letter of one option' : 'one of the options, exactly as written';
  switch (answer.kind) {
    case 'choice':
      return unit;
    case 'yesNo':
      if (options?.style === 'letters') return unit;
      return namesOrder && options?.order[0] === 'no' ? '"no" or "yes"' : '"yes" or "no"';
    case 'number':
      return `one number from ${answer.scale.min} to ${answer.scale.max}`;
    case 'ranked':
      return options?.style === 'letters'
        ? `the letters of the ${answer.top} likeliest options, likeliest first, separated by commas`
        : `the ${answer.top} likeliest options, exactly as written, likeliest first, separated by commas`;
    case 'open':
      return 'one word';
  }
}

/** Fills `{name}` in one pass, so that a label that itself holds `{min}` stays as it is; unknown names stay too. */
function fill(template: string, values: Readonly<Record<string, string | undefined>>): string {
  return template.replace(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/**
 * The text of a question as a model reads it: the stage's question with its options and scale, put in the way of the
 * strategy. A stage with options whose question does not hold `{options}` gets them on a line of their own.
 */
export function questionText(
  parts: Pick<QuestionParts, 'stage' | 'options' | 'strategy' | 'label' | 'namesOrder'>,
): string {
  const { stage, options, strategy } = parts;
  const list = options === undefined ? undefined : optionList(options);
  const scale = stage.answer.kind === 'number' ? stage.answer.scale : undefined;
  const mustAdd = list !== undefined && stage.answer.kind !== 'yesNo' && !stage.question.includes('{options}');
  const needsLetters = list !== undefined && options?.style === 'letters' && !stage.question.includes('{options}');
  const template = mustAdd || needsLetters ? `${stage.question}\nOptions: {options}.` : stage.question;
  const question = fill(template, {
    options: list,
    min: scale?.min.toString(),
    max: scale?.max.toString(),
    label: parts.label ?? 'emotion',
  });
  return fill(strategy.template, { question, form: answerForm(stage, options, parts.namesOrder === true) });
}

/**
 * The messages of one request: earlier turns of the conversation, then this question. Pictures stand once, before the text
 * of the first user message, which says of frames of a video how many they are and when they were taken.
 */
export function buildMessages(parts: QuestionParts): readonly Message[] {
  const texts: { role: Message['role']; text: string }[] = [];
  for (const turn of parts.earlier ?? []) {
    texts.push({ role: 'user', text: turn.question }, { role: 'assistant', text: turn.reply });
  }
  const times = parts.images.flatMap(({ at }) => at ?? []);
  // Pictures stand in the first message, and so does what they are; an earlier turn has said it already.
  const opening = times.length > 0 && texts.length === 0 ? `${framesText(times)}\n\n` : '';
  texts.push({ role: 'user', text: `${opening}${questionText(parts)}` });
  const pictures = parts.images.map((image) => ({ type: 'image', image }) as const);
  return texts.map(({ role, text }, index) => ({
    role,
    parts: [...(index === 0 ? pictures : []), { type: 'text', text } as const],
  }));
}
