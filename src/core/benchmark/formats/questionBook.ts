import { foldLabel } from '../../affect/foldLabel.ts';
import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import type { DraftTasks } from '../draftTable.ts';
import { isEmotionWord } from '../labelFolding.ts';
import { namedAnswers, namedOptionsIn, optionsIn, readAnswer, type AnswerOptions } from './answerOptions.ts';
import type { MoreOfReading, PictureBook } from './pictureBook.ts';
import { taskColumns } from './taskColumns.ts';
import { singleTruth } from './rowTasks.ts';
import { SaidList, type Said } from './saidList.ts';
import { QuestionEndings, type QuestionEnding } from './questionEndings.ts';
import { taskBeside, taskOf, type QuestionTask } from './questionTask.ts';

/** A question about one picture, with the answer that counts as true. */
export interface Question {
  /** The number of its row. */
  readonly row: number;
  /** What the row is called in a problem: its id, or the picture as written. */
  readonly called: string;
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

interface OptionTexts {
  readonly texts: readonly string[];
  /** Whether they are emotions and nothing else. */
  readonly areEmotions: boolean;
}

const noOptions: OptionTexts = { texts: [], areEmotions: false };

interface Reading {
  /** The task that its words name beside these options. */
  task?: { readonly options: AnswerOptions | undefined; readonly task: QuestionTask | undefined };
  /** One text for all questions that are equal: the same words stand in hundreds of thousands of rows. */
  readonly text: string;
  readonly options: AnswerOptions | undefined;
  /** Where it ends as others do: that says its task. */
  readonly ending: QuestionEnding | undefined;
  readonly named: ReadonlyMap<string, AnswerOptions>;
}

/** A question after what is not seen has no answer that is a label. */
const negated = /\b(?:not|least|except|weakest|never|without)\b|n't\b/i;
const mostRemembered = 10_000;
/** So many questions that are all different have no others that are like them. */
const fewestAlike = 200;
/** More questions of one kind about one picture than this are no labels that anyone counts. */
const mostOfOneKind = 9;

/** Puts the answers to questions together: several about one picture are its tasks, and the emotion is its label. */
export class QuestionBook {
  readonly #book: PictureBook;
  readonly #lexicon: Lexicon;
  readonly #nameTask: TaskNames;
  readonly #said: SaidList;
  readonly #readings = new Map<string, Reading>();
  readonly #endings = new QuestionEndings();
  #last: Reading | undefined;
  /** How many questions were found among those before. */
  #alike = 0;
  /** Options of each task; none of one that has been asked without any. */
  readonly #options = new Map<string, Set<string> | undefined>();
  /** The options that each task was last asked with: mostly the same ones. */
  readonly #asked = new Map<string, AnswerOptions>();
  readonly #textsOfOptions = new WeakMap<AnswerOptions, OptionTexts>();

  constructor(book: PictureBook, lexicon: Lexicon, nameTask: TaskNames) {
    this.#book = book;
    this.#lexicon = lexicon;
    this.#nameTask = nameTask;
    this.#said = new SaidList(book.columns.size);
  }

  /** Notes a question about a picture, and what its answer says. */
  add(picture: number, question: Question): void {
    const reading = this.#read(question.text);
    const options = question.options ?? reading.options;
    if (question.text !== '') this.#book.columns.giveText(picture, reading.text);
    if (question.answer === undefined) return;
    const parts = splitAnswer(question.answer, reading.named);
    if (parts.length === 0) {
      // What a file names needs no reading of the words.
      const asked = question.task === undefined ? taskIn(reading, options) : undefined;
      const task = this.#nameTask(asked, question, options);
      this.#note(picture, question, reading.text, task, question.answer, options);
    }
    for (const [name, answer] of parts) {
      this.#note(picture, question, reading.text, name, answer, reading.named.get(name));
    }
  }

  /** Says of a picture what is known of it without a question: goes before the answers of its task. */
  tell(picture: number, task: string, label: string, row: number, called: string): void {
    const before = this.#said.find(picture, task);
    if (before !== 0 && normaliseForm(this.#said.labelOf(before)) === normaliseForm(label)) return;
    this.#keep(picture, { task, label, row, text: '', isLabel: false }, called);
  }

  /** Gives the pictures their labels, and their tasks where there are several. Says which labels there can be where all answers were picked from options. */
  finish(): MoreOfReading {
    const said = this.#said;
    const ranks = this.#ranks();
    const areLabels = !ranks.has('emotion') && said.hasLabels;
    /** By the code of the task; nothing counts from `ranks.size` on. */
    const rankOf = [ranks.size, ...said.tasks.values.map((task) => ranks.get(task) ?? ranks.size)];
    for (const picture of said.pictures) {
      let main = 0;
      let mainRank = Infinity;
      for (let one = said.firstOf(picture); one !== 0; one = said.after(one)) {
        const rank = rankOf[said.taskCodeOf(one)]!;
        if (!(areLabels ? said.isLabel(one) : rank < ranks.size) || rank >= mainRank) continue;
        main = one;
        mainRank = rank;
      }
      if (main !== 0) this.#book.setLabel(picture, said.labelOf(main), said.rowOf(main));
    }
    const classes = this.#classes([...ranks].filter(([, rank]) => rank < ranks.size).map(([task]) => task));
    return ranks.size < 2 ? classes : { ...classes, columns: (places) => ({ tasks: this.#tasks(places) }) };
  }

  #tasks(places: Uint32Array): DraftTasks {
    const said = this.#said;
    const rowOf = (i: number, task: string) => {
      const one = said.find(places[i]!, task);
      return one === 0 ? undefined : this.#book.rows.at(said.rowOf(one));
    };
    return { columns: taskColumns(said, places), rowOf };
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

  #classes(main: readonly string[]): Pick<MoreOfReading, 'classes' | 'taskClasses'> {
    const closed = [...this.#options].flatMap(([task, options]) => (options ? [[task, [...options]] as const] : []));
    const taskClasses = Object.fromEntries(closed);
    const ofMain = main.map((task) => taskClasses[task]);
    const isClosed = main.length > 0 && ofMain.every((classes) => classes !== undefined);
    return { taskClasses, ...(isClosed && { classes: [...new Set(ofMain.flat())] }) };
  }

  #note(
    picture: number,
    question: Question,
    text: string,
    task: string,
    answer: string,
    options: AnswerOptions | undefined,
  ): void {
    const read = readAnswer(answer, options);
    const { texts, areEmotions } = this.#textsOf(options);
    // `joyful` is no option beside `joy`, but means it.
    const isKnown = read.kind === 'unknown' && foldLabel(read.text, this.#lexicon, texts) !== undefined;
    if (read.kind === 'label' || isKnown) {
      const isLabel = question.givesLabel === true && areEmotions && !negated.test(text);
      this.#keep(picture, { task, label: read.text, row: question.row, text, isLabel }, question.called, options);
    } else if (read.kind === 'unknown') {
      this.#book.note('unknown-label', question.row, { value: read.text }, picture);
    }
  }

  #keep(picture: number, one: Said, called: string, asked?: AnswerOptions): void {
    const said = this.#said;
    this.#noteOptions(one.task, asked);
    if (said.firstOf(picture) === 0) {
      said.add(picture, one);
      return;
    }
    const isSingle = singleTruth.test(one.task);
    let task = one.task;
    for (let n = 2; n <= mostOfOneKind + 1; n++) {
      const other = said.find(picture, task);
      if (other === 0) break;
      const before = said.labelOf(other);
      const isSame = normaliseForm(before) === normaliseForm(one.label);
      const isAskedSo = said.textOf(other) === one.text;
      if (isSame && isSingle && !isAskedSo) return;
      if (isSingle || isAskedSo) {
        const label = isSame ? before : one.label;
        this.#book.disagree(picture, one.row, said.rowOf(other), { value: called, label, before });
        return;
      }
      if (n > mostOfOneKind) return;
      task = `${one.task} (${n})`;
      this.#noteOptions(task, asked);
    }
    said.add(picture, task === one.task ? one : { ...one, task });
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
    const said = this.#said;
    const counts = new Map<string, { all: number; emotions: number; neutral: number }>();
    const known = said.labels.values.map((label) => isEmotionWord(label, this.#lexicon));
    // Neutral is an answer among emotions and among views alike: it tells nothing of what was asked.
    const neutral = said.labels.values.map((label) => foldLabel(label, this.#lexicon) === 'neutral');
    for (const picture of said.pictures) {
      for (let one = said.firstOf(picture); one !== 0; one = said.after(one)) {
        const task = said.taskOf(one);
        let count = counts.get(task);
        if (count === undefined) counts.set(task, (count = { all: 0, emotions: 0, neutral: 0 }));
        count.all++;
        const at = said.labelCodeOf(one) - 1;
        if (neutral[at]) count.neutral++;
        else if (known[at]) count.emotions++;
      }
    }
    const bySize = [...counts].sort((a, b) => b[1].all - a[1].all);
    const emotional = bySize.filter(
      ([task, { all, emotions, neutral: none }]) =>
        /^emo/i.test(task) || (emotions + none > 0 && emotions * 2 >= all - none),
    );
    const looked = emotional.length > 0 ? emotional : bySize.slice(0, 1);
    const names = looked.map(([task]) => task);
    return new Map(bySize.map(([task]) => [task, names.includes(task) ? names.indexOf(task) : bySize.length]));
  }

  /** Most questions of a benchmark are the same few. */
  #read(text: string): Reading {
    if (this.#last?.text === text) return this.#last;
    const mayBeKnown = this.#readings.size < fewestAlike || this.#alike > 0;
    let reading = mayBeKnown ? this.#readings.get(text) : undefined;
    if (reading !== undefined) this.#alike++;
    else {
      const ending = this.#endings.find(text);
      reading = { text, options: ending?.options ?? optionsIn(text), ending, named: namedOptionsIn(text) };
      if (ending === undefined) this.#endings.learn(text, reading.options);
      if (mayBeKnown && this.#readings.size < mostRemembered) this.#readings.set(text, reading);
    }
    this.#last = reading;
    return reading;
  }
}

function taskIn(reading: Reading, options: AnswerOptions | undefined): QuestionTask | undefined {
  if (reading.task === undefined || reading.task.options !== options) {
    const { text, ending } = reading;
    reading.task = { options, task: ending ? taskBeside(ending.asked, options) : taskOf(text, options) };
  }
  return reading.task.task;
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

const pictureMark = '<image>';

/** The words of a question, without the marks that stand for pictures in it. */
export function questionText(text: string): string {
  const mark = text.lastIndexOf('<');
  if (mark === -1) return text.trim();
  if (mark === 0 && text.startsWith(pictureMark)) return text.slice(pictureMark.length).trim();
  return text.replace(/<\/?(?:image|img|video|audio|vision_start|image_pad|vision_end)[^<>]*>/gi, '').trim();
}
