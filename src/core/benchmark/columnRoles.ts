import type { Lexicon } from '../affect/lexicon.ts';
import {
  columnKey,
  isMeasureName,
  isOwnTask,
  isRaterName,
  isTaskName,
  nameFit,
  taskNameOf,
  type TableRole,
} from './columnNames.ts';
import {
  imageFit,
  isCounter,
  isFewValued,
  isGroups,
  isRating,
  isTellable,
  isText,
  isWordsOrWhole,
  vectorColumns,
} from './columnFits.ts';
import { alikeColumns, peopleColumns, voteColumns } from './columnsOfRaters.ts';
import { profileColumns, type ColumnProfile } from './columnProfile.ts';
import { labelColumn } from './labelColumn.ts';
import { isOptionName } from './optionColumns.ts';
import type { Descriptor } from './descriptor.ts';
import type { PictureFinder } from './files/pictureFinder.ts';
import type { RecordTable } from './tables/recordTable.ts';

/** Why a column has its role. `other`: it goes with other columns of the table (several raters, votes for each emotion). */
export type RoleReason = 'corrected' | 'name' | 'nameAndContent' | 'content' | 'other';

/** One column with the role that was inferred for it. */
export interface ColumnGuess {
  readonly at: number;
  readonly column: string;
  readonly role: TableRole;
  /** 0 to 1: 1 for a correction, above 0.8 where name and content agree, about 0.5 for content or name alone. */
  readonly sure: number;
  readonly why: RoleReason;
  /** The emotion that a column of votes counts, or the name of a further task. */
  readonly of?: string;
}

/** What inference needs to judge content. */
export interface RoleContext {
  readonly corrected: Descriptor['columns'];
  readonly find: PictureFinder;
  readonly lexicon: Lexicon;
  /** Columns whose cells make up the names of pictures together. */
  readonly parts?: readonly number[];
}

/**
 * Says what each column of a table holds; columns that are empty or hold vectors, objects or documents have no entry.
 * The rules, ours, each over the columns that the ones before it left:
 * 1. what a person corrected; an empty name says that no column has the role;
 * 2. `image`: pictures embedded in it; else values that name pictures of this folder or end like pictures, the better name first, then the more
 *    distinct values; a name alone (`image`, 图片) when the values could be names;
 * 3. `votes`: three or more columns called by different emotions that hold numbers, two in one dict;
 * 4. `rater`: columns called `rater1`, `annotator_2`, ..., or alike but for a number, that hold emotion words or codes; members of one dict that
 *    hold emotion words; beside a label, lists of them under a name for labels or people;
 * 5. `prompted`: emotion words under a name that says prompt, target or intended;
 * 6. `label`: letters or numbers of options that the same table has, under a name for answers; else the best name among the columns of emotion words; else emotion words; else few distinct words under a name for labels; else words for a
 *    polarity; else few distinct numbers under a name for labels; else the first further task;
 * 7. `degree`, `quality`, `seed`: numbers under their names; `generator`, `split`, `annotator`, `task`, `id`, `prompt`: few or short values under
 *    their names; `split` also where all values are `train`, `test` and the like;
 * 8. `degree` without a name: the only other column of numbers that has no name of a measure or a picture and is no part of pictures' names, in a table with labels; `generator` in a table
 *    without a header: the only other column of few words;
 * 9. `text`: long text, or text under its name; further tasks (`intent`, `sarcasm`, ...) by name;
 * 10. `field`: whatever else holds numbers or texts.
 */
export function inferColumns(table: RecordTable, context: RoleContext): readonly ColumnGuess[] {
  const inference = new Inference(profileColumns(table, context.find, context.lexicon), context);
  return inference.run();
}

const correctable = [
  'image',
  'id',
  'label',
  'degree',
  'quality',
  'generator',
  'prompted',
  'prompt',
  'seed',
  'split',
  'text',
] as const;

/** Nobody asks for more; a table of vectors has hundreds of thousands of columns. */
const mostFields = 200;

class Inference {
  readonly #columns: readonly ColumnProfile[];
  readonly #context: RoleContext;
  readonly #guesses = new Map<number, ColumnGuess>();

  constructor(columns: readonly ColumnProfile[], context: RoleContext) {
    this.#columns = columns;
    this.#context = context;
  }

  run(): readonly ColumnGuess[] {
    for (const role of correctable) this.#correct(role);
    this.#ownTasks();
    this.#image();
    this.#votes();
    this.#raters();
    this.#named('prompted', (column) => column.emotions >= 0.5);
    this.#label();
    this.#raterLists();
    this.#named('degree', isRating);
    this.#named('quality', isRating);
    this.#named('seed', (column) => column.numbers > 0.9);
    this.#named('generator', isGroups);
    this.#named('annotator', (column) => column.length <= 60);
    this.#split();
    this.#named('task', isGroups);
    this.#named('prompt', (column) => column.numbers > 0.9 || column.length <= 12);
    this.#named('id', (column) => column.length <= 60 && column.distinct.size > column.filled * 0.5);
    this.#onlyNumbers();
    this.#onlyGroups();
    this.#text();
    this.#tasks();
    this.#fields();
    return [...this.#guesses.values()].sort((a, b) => a.at - b.at);
  }

  #has(role: TableRole): boolean {
    return [...this.#guesses.values()].some((guess) => guess.role === role);
  }

  /** Whether a column may still be found for a role: not where one has it, or where a person said that none does. */
  #isOpen(role: TableRole): boolean {
    const isDenied = this.#context.corrected?.[role as (typeof correctable)[number]]?.trim() === '';
    return !isDenied && !this.#has(role);
  }

  #free(): readonly ColumnProfile[] {
    return this.#columns.filter((column) => !this.#guesses.has(column.at));
  }

  #take(column: ColumnProfile, role: TableRole, sure: number, why: RoleReason, of?: string): void {
    const guess = { at: column.at, column: column.name, role, sure, why };
    this.#guesses.set(column.at, of === undefined ? guess : { ...guess, of });
  }

  #correct(role: (typeof correctable)[number]): void {
    const wanted = this.#context.corrected?.[role];
    if (wanted === undefined || wanted.trim() === '') return;
    const column =
      this.#free().find(({ name }) => name === wanted.trim()) ??
      this.#free().find(({ name }) => columnKey(name) === columnKey(wanted));
    if (column) this.#take(column, role, 1, 'corrected');
  }

  /** The best of the free columns by name among those that pass. */
  #named(role: Parameters<typeof nameFit>[1], test: (column: ColumnProfile) => boolean): void {
    if (!this.#isOpen(role)) return;
    const fitting = this.#free()
      .map((column) => ({ column, fit: nameFit(column.name, role) }))
      .filter(({ column, fit }) => fit > 0 && column.filled > 0 && test(column))
      .sort((a, b) => b.fit - a.fit);
    const best = fitting[0];
    if (best) this.#take(best.column, role, 0.3 + best.fit * 0.6, 'nameAndContent');
  }

  #image(): void {
    if (!this.#isOpen('image')) return;
    const rated = this.#free()
      .map((column) => ({ column, ...imageFit(column) }))
      .filter(({ fit }) => fit > 0)
      .sort((a, b) => b.fit - a.fit || b.column.distinct.size - a.column.distinct.size);
    const best = rated[0];
    if (best === undefined) return;
    this.#take(best.column, 'image', Math.min(1, best.fit / 2), best.why);
    // Hugging Face: `image_file_name` and `depth_file_name` are several pictures of one row.
    if (!/file_?names?$/i.test(best.column.name)) return;
    for (const { column, fit, why } of rated.slice(1)) {
      if (/file_?names?$/i.test(column.name)) this.#take(column, 'image', Math.min(1, fit / 2), why);
    }
  }

  #votes(): void {
    for (const { column, emotion } of voteColumns(this.#free(), this.#context.lexicon)) {
      this.#take(column, 'votes', 0.9, 'other', emotion);
    }
  }

  #raters(): void {
    const wordy = this.#free().filter((column) => column.emotions >= 0.5);
    for (const columns of alikeColumns(this.#free())) {
      const areWords = columns.every((column) => column.emotions >= 0.5);
      const areNamed = columns.every(
        (column) => isRaterName(column.name) && isGroups(column) && isWordsOrWhole(column),
      );
      const hasLabel = wordy.some((column) => !this.#guesses.has(column.at) && !columns.includes(column));
      const areCodes = areNamed && (!hasLabel || columns.every((column) => column.numbers < 0.5));
      if (!areWords && !areCodes) continue;
      for (const column of columns) this.#take(column, 'rater', areWords && areNamed ? 0.95 : 0.7, 'other');
    }
    for (const columns of peopleColumns(this.#free())) {
      for (const column of columns) this.#take(column, 'rater', 0.7, 'other');
    }
  }

  /** Beside a label of its own, a list of emotions under a name for labels or people is what people said. */
  #raterLists(): void {
    if (!this.#has('label')) return;
    for (const column of this.#free()) {
      const isNamed =
        nameFit(column.name, 'label') > 0 || /annot|rater|rating|vote|worker|judge|标注|评分/i.test(column.name);
      if (isNamed && column.lists >= 0.5 && column.emotions >= 0.5) this.#take(column, 'rater', 0.7, 'other');
    }
  }

  #label(): void {
    if (!this.#isOpen('label')) return;
    const others = { hasRatings: this.#has('votes') || this.#has('rater'), hasPrompted: this.#has('prompted') };
    const found = labelColumn(this.#free(), this.#columns, others);
    if (found) this.#take(found.column, 'label', found.sure, found.why);
  }

  #split(): void {
    this.#named('split', (column) => column.splits >= 0.5 || (isGroups(column) && column.distinct.size <= 12));
    if (!this.#isOpen('split')) return;
    const words = this.#free().find((column) => column.filled > 0 && column.splits >= 0.9);
    if (words) this.#take(words, 'split', 0.7, 'content');
  }

  #onlyNumbers(): void {
    if (!this.#isOpen('degree') || !(this.#has('label') || this.#has('rater'))) return;
    const numbers = this.#free().filter(
      (column) => column.numbers > 0.9 && !isMeasureName(column.name) && column.min >= -10 && column.max <= 100,
    );
    const isBare = this.#columns.every(({ name }) => /^\d+$/.test(name));
    const others = this.#free().filter((column) => column.numbers > 0.9);
    // Without names nothing tells a rating from the number of a face or the edge of a box.
    const only = numbers.length === 1 && (!isBare || others.length === 1) ? numbers[0] : undefined;
    if (only === undefined || isCounter(only) || isTaskName(only.name) || this.#isNaming(only)) return;
    // Codes of the labels, with the labels beside them: `job`, `job-metadata.class-name`.
    const label = [...this.#guesses.values()].find(({ role }) => role === 'label')?.column ?? '';
    if (only.whole === 1 && (nameFit(only.name, 'label') > 0 || label.startsWith(only.name))) return;
    this.#take(only, 'degree', 0.4, 'content');
  }

  /** Whether a column says which row or which picture it is, by its name or as a part of pictures' names. */
  #isNaming({ at, name }: ColumnProfile): boolean {
    // `score_face` only ends like the name of a picture.
    const isNamed = nameFit(name, 'id') > 0 || nameFit(name, 'image') >= 0.6;
    return isNamed || this.#context.parts?.includes(at) === true;
  }

  /** A table without a header has no names: beside pictures and labels, the only column of few words says who made the pictures. */
  #onlyGroups(): void {
    if (!this.#isOpen('generator') || !this.#has('image') || !(this.#has('label') || this.#has('rater'))) return;
    if (!this.#columns.every((column) => /^\d+$/.test(column.name))) return;
    const groups = this.#free().filter(
      (column) => column.numbers < 0.1 && column.distinct.size > 1 && isGroups(column) && isFewValued(column),
    );
    if (groups.length === 1) this.#take(groups[0]!, 'generator', 0.4, 'content');
  }

  #text(): void {
    this.#named('text', isText);
    if (!this.#isOpen('text')) return;
    const long = this.#free().filter((column) => column.length > 40 && isText(column));
    if (long.length === 1) this.#take(long[0]!, 'text', 0.5, 'content');
  }

  #ownTasks(): void {
    for (const column of this.#free()) {
      if (isOwnTask(column.name)) this.#take(column, 'field', 0.9, 'name', taskNameOf(column.name));
    }
  }

  /** Where nothing else is a label, what the first task asks for is one: in a table of one task it is all there is to tell. */
  #tasks(): void {
    const isLabelled = this.#has('label') || this.#has('rater') || this.#has('votes') || this.#has('prompted');
    const isTask = ({ name, filled }: ColumnProfile) => isOwnTask(name) || (isTaskName(name) && filled > 0);
    const open = this.#columns.filter(
      (column) => this.#guesses.get(column.at)?.role === 'field' || this.#isFree(column),
    );
    const tasks = open.filter((column) => isTask(column) && isGroups(column));
    const bySize = tasks.toSorted((a, b) => b.filled - a.filled);
    const first = bySize.find((column) => column.emotions >= 0.5 && column.polarities < 0.9) ?? bySize[0];
    if (!isLabelled && first && this.#isOpen('label')) this.#take(first, 'label', 0.6, 'name');
    if (!this.#has('label')) return;
    for (const column of this.#free()) {
      if (isTaskName(column.name) && isGroups(column)) this.#take(column, 'field', 0.7, 'name', column.name);
    }
  }

  #isFree({ at }: ColumnProfile): boolean {
    return !this.#guesses.has(at);
  }

  #fields(): void {
    let fields = 0;
    const vectors = vectorColumns(this.#free());
    // The options of a question are others in each row: `A`, `B`, ... beside its answer.
    const isQuestions = this.#columns.some(({ name }) => /^(?:question|answer)$/i.test(name));
    const isOption = ({ name }: ColumnProfile) => isQuestions && isOptionName(name, this.#columns);
    for (const column of this.#free()) {
      if (fields === mostFields) return;
      if (!isTellable(column) || vectors.has(column) || isOption(column)) continue;
      this.#take(column, 'field', 0.5, 'content');
      fields++;
    }
  }
}
