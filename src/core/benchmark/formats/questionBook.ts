import { foldLabel } from '../../affect/foldLabel.ts';
import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import type { RowPlace } from '../item.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { FormatReading } from './format.ts';
import { namedAnswers, namedOptionsIn, optionsIn, readAnswer, type AnswerOptions } from './answerOptions.ts';
import type { PictureBook } from './pictureBook.ts';
import { taskOf, type QuestionTask } from './questionTask.ts';

/** A question about one picture, with the answer that counts as true. */
export interface Question {
  readonly place: RowPlace;
  /** What its row is called in a problem: its id, or the picture as written. */
  readonly row: string;
  readonly text: string;
  /** The task as its file names it. */
  readonly task?: string | undefined;
  /** Options that stand apart from the text. */
  readonly options?: AnswerOptions | undefined;
  readonly answer?: string | undefined;
  /** Whether its answer is the label where its options are emotions and nothing else. */
  readonly givesLabel?: boolean;
}

/** How a format calls the task of a question: as the file names it, else by its words (`task`), or by neither. */
export type TaskNames = (
  task: QuestionTask | undefined,
  question: Question,
  options: AnswerOptions | undefined,
) => string;

interface Said {
  readonly task: string;
  readonly label: string;
  readonly place: RowPlace;
  readonly text: string;
  readonly isLabel?: boolean;
}

interface OptionTexts {
  readonly texts: readonly string[];
  /** Whether they are emotions and nothing else. */
  readonly areEmotions: boolean;
}

const noOptions: OptionTexts = { texts: [], areEmotions: false };

interface Reading {
  readonly options: AnswerOptions | undefined;
  readonly named: ReadonlyMap<string, AnswerOptions>;
}

/** A question after what is not seen has no answer that is a label. */
const negated = /\b(?:not|least|except|weakest|never|without)\b|n't\b/i;
const mostRemembered = 10_000;
/** More questions of one kind about one picture than this are no labels that anyone counts. */
const mostOfOneKind = 9;
/** Tasks of which a picture has one truth, however it is asked for. */
const singleTruth = /emo|sentiment|intent|hate|humou?r|sarcas/i;

/** Puts the answers to questions together: several about one picture are its tasks, and the emotion is its label. */
export class QuestionBook {
  readonly #book: PictureBook;
  readonly #lexicon: Lexicon;
  readonly #nameTask: TaskNames;
  readonly #said = new Map<string, Said[]>();
  readonly #readings = new Map<string, Reading>();
  readonly #texts = new Map<string, string>();
  /** Options of each task; none of one that has been asked without any. */
  readonly #options = new Map<string, Set<string> | undefined>();
  /** The options that each task was last asked with: mostly the same ones. */
  readonly #asked = new Map<string, AnswerOptions>();
  readonly #textsOfOptions = new WeakMap<AnswerOptions, OptionTexts>();

  constructor(book: PictureBook, lexicon: Lexicon, nameTask: TaskNames) {
    this.#book = book;
    this.#lexicon = lexicon;
    this.#nameTask = nameTask;
  }

  /** Notes a question about a picture, and what its answer says. */
  add(path: string, question: Question): void {
    const reading = this.#read(question.text);
    const options = question.options ?? reading.options;
    const draft = this.#book.draft(path, question.place);
    if (question.text !== '') draft.text ??= this.#same(question.text);
    if (question.answer === undefined) return;
    const parts = splitAnswer(question.answer, reading.named);
    if (parts.length === 0) {
      // What a file names needs no reading of the words.
      const asked = question.task === undefined ? taskOf(question.text, options) : undefined;
      const task = this.#nameTask(asked, question, options);
      this.#note(path, question, task, question.answer, options);
    }
    for (const [name, answer] of parts) this.#note(path, question, name, answer, reading.named.get(name));
  }

  /** Says of a picture what is known of it without a question: goes before the answers of its task. */
  tell(path: string, task: string, label: string, place: RowPlace, row: string): void {
    const before = this.#said.get(path)?.find((one) => one.task === task);
    if (before !== undefined && normaliseForm(before.label) === normaliseForm(label)) return;
    this.#keep(path, { task, label, place, text: '' }, row);
  }

  /** Gives the drafts their labels, and their tasks where there are several. Says which labels there can be where all answers were picked from options. */
  finish(): Pick<FormatReading, 'classes' | 'taskClasses'> {
    const ranks = this.#ranks();
    const isTold = ranks.has('emotion');
    const areLabels = !isTold && [...this.#said.values()].some((said) => said.some(({ isLabel }) => isLabel));
    for (const [path, said] of this.#said) {
      let main: Said | undefined;
      for (const one of said) {
        const rank = ranks.get(one.task)!;
        if (!(areLabels ? one.isLabel : rank < ranks.size)) continue;
        if (main === undefined || rank < ranks.get(main.task)!) main = one;
      }
      const draft = this.#book.draft(path, said[0]!.place);
      if (main) Object.assign(draft, { label: main.label, row: main.place });
      if (ranks.size < 2) continue;
      draft.tasks = Object.fromEntries(said.map(({ task, label }) => [task, label]));
      draft.taskRows = Object.fromEntries(said.map(({ task, place }) => [task, place]));
    }
    return this.#classes([...ranks].filter(([, rank]) => rank < ranks.size).map(([task]) => task));
  }

  #textsOf(options: AnswerOptions | undefined): OptionTexts {
    if (options === undefined) return noOptions;
    let found = this.#textsOfOptions.get(options);
    if (found === undefined) {
      const texts = options.options.map(({ text }) => text);
      const areEmotions = texts.length > 1 && texts.every((text) => isEmotionWord(text, this.#lexicon));
      found = { texts, areEmotions };
      this.#textsOfOptions.set(options, found);
    }
    return found;
  }

  #classes(main: readonly string[]): Pick<FormatReading, 'classes' | 'taskClasses'> {
    const closed = [...this.#options].flatMap(([task, options]) => (options ? [[task, [...options]] as const] : []));
    const taskClasses = Object.fromEntries(closed);
    const ofMain = main.map((task) => taskClasses[task]);
    const isClosed = main.length > 0 && ofMain.every((classes) => classes !== undefined);
    return { taskClasses, ...(isClosed && { classes: [...new Set(ofMain.flat())] }) };
  }

  #note(path: string, question: Question, task: string, answer: string, options: AnswerOptions | undefined): void {
    const read = readAnswer(answer, options);
    const { texts, areEmotions } = this.#textsOf(options);
    // `joyful` is no option beside `joy`, but means it.
    const isKnown = read.kind === 'unknown' && foldLabel(read.text, this.#lexicon, texts) !== undefined;
    if (read.kind === 'label' || isKnown) {
      const isLabel = question.givesLabel === true && areEmotions && !negated.test(question.text);
      const text = this.#same(question.text);
      const said = { task, label: this.#same(read.text), place: question.place, text, isLabel };
      this.#keep(path, said, question.row, options);
    } else if (read.kind === 'unknown') {
      const facts = { value: read.text };
      this.#book.problems.push({ kind: 'unknown-label', ...question.place, item: path, facts });
    }
  }

  #keep(path: string, said: Said, row: string, asked?: AnswerOptions): void {
    this.#noteOptions(said.task, asked);
    const before = this.#said.get(path);
    if (before === undefined) {
      this.#said.set(path, [said]);
      return;
    }
    const isSingle = singleTruth.test(said.task);
    let task = said.task;
    for (let n = 2; n <= mostOfOneKind + 1; n++) {
      const other = before.find((one) => one.task === task);
      if (other === undefined) break;
      const isSame = normaliseForm(other.label) === normaliseForm(said.label);
      if (isSame && isSingle && other.text !== said.text) return;
      if (isSingle || other.text === said.text) {
        const label = isSame ? other.label : said.label;
        this.#book.disagree(path, said.place, other.place, { value: row, label, before: other.label });
        return;
      }
      if (n > mostOfOneKind) return;
      task = `${said.task} (${n})`;
      this.#noteOptions(task, asked);
    }
    before.push(task === said.task ? said : { ...said, task: this.#same(task) });
  }

  #noteOptions(task: string, asked: AnswerOptions | undefined): void {
    if (asked !== undefined && this.#asked.get(task) === asked) return;
    if (asked === undefined) this.#options.set(task, undefined);
    else this.#asked.set(task, asked);
    const known = this.#options.has(task) ? this.#options.get(task) : new Set<string>();
    if (asked === undefined || known === undefined) return;
    for (const { text } of asked.options) known.add(text);
    this.#options.set(task, known);
  }

  /** The order in which tasks are looked at for the label: those about emotion, the largest first; without any, the largest one alone. Others rank behind the last. */
  #ranks(): ReadonlyMap<string, number> {
    const counts = new Map<string, { all: number; emotions: number }>();
    const known = new Map<string, boolean>();
    for (const said of this.#said.values()) {
      for (const { task, label } of said) {
        const count = counts.get(task) ?? { all: 0, emotions: 0 };
        const isEmotion = known.get(label) ?? isEmotionWord(label, this.#lexicon);
        known.set(label, isEmotion);
        count.all++;
        if (isEmotion) count.emotions++;
        counts.set(task, count);
      }
    }
    const bySize = [...counts].sort((a, b) => b[1].all - a[1].all);
    const emotional = bySize.filter(([task, { all, emotions }]) => /^emo/i.test(task) || emotions * 2 >= all);
    const looked = emotional.length > 0 ? emotional : bySize.slice(0, 1);
    const names = looked.map(([task]) => task);
    return new Map(bySize.map(([task]) => [task, names.includes(task) ? names.indexOf(task) : bySize.length]));
  }

  /** Most questions of a benchmark are the same few. */
  #read(text: string): Reading {
    let reading = this.#readings.get(text);
    if (reading === undefined) {
      const options = optionsIn(text);
      reading = { options, named: namedOptionsIn(text) };
      if (this.#readings.size < mostRemembered) this.#readings.set(text, reading);
    }
    return reading;
  }

  /** One text for all that are equal: the same words stand in hundreds of thousands of rows. */
  #same(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size < mostRemembered) this.#texts.set(text, text);
    return text;
  }
}

/** An answer to several things that were asked for at once: by their names, or in the order in which the question lists them. */
function splitAnswer(
  answer: string,
  named: ReadonlyMap<string, AnswerOptions>,
): readonly (readonly [name: string, answer: string])[] {
  const byName = namedAnswers(answer);
  if (byName.length > 0) return byName;
  if (named.size < 2) return [];
  const parts = answer.split(/[,;|\n]/).map((part) => part.replace(/^[^:]*:/, '').trim());
  return parts.length === named.size ? [...named.keys()].map((name, i) => [name, parts[i]!] as const) : [];
}

/** The words of a question, without the marks that stand for pictures in it. */
export function questionText(text: string): string {
  return text.replace(/<\/?(?:image|img|video|audio|vision_start|image_pad|vision_end)[^<>]*>/gi, '').trim();
}
