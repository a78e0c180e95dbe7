import type { Lexicon } from '../../affect/lexicon.ts';
import { countPictures } from '../codedPairs.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { Problem } from '../problem.ts';
import { cellText } from '../tables/recordTable.ts';
import type { PictureColumns } from './pictureColumns.ts';
import { best, scoresEach, type RatedPicture } from './ratedPictures.ts';
import { RowClashes, type PlacedTable } from './rowClashes.ts';
import { RowIds } from './rowIds.ts';
import { namesTasks, placeOfTask, tasksByColumn, tasksByQuestion, type RowTasks, type TaskDraft } from './rowTasks.ts';
import type { RowValues } from './rowValues.ts';
import { columnOf } from './tableSource.ts';

/** Pictures in so many rows each, each row with a label of its own, have been labelled by several people. */
const rowsOfRaters = 3;

/** Puts what the rows of all tables say into the columns of the pictures, and says what is wrong with them. */
export class RowBook {
  readonly #lexicon: Lexicon;
  readonly #columns: PictureColumns;
  readonly #clashes: RowClashes;

  /** What is wrong is added to `problems`. */
  constructor(lexicon: Lexicon, columns: PictureColumns, problems: Problem[]) {
    this.#lexicon = lexicon;
    this.#columns = columns;
    this.#clashes = new RowClashes(lexicon, columns, problems);
  }

  /** Takes in the rows of a table: one row for each picture, or several by several raters, or one for each task. */
  add(table: PlacedTable): void {
    const { source, places } = table;
    table.reader.openFields(this.#columns);
    const { pictures, many } = countPictures(places.pairs().places, this.#columns.size, rowsOfRaters);
    const repeated = many * 2 >= pictures;
    const hasLabel = columnOf(source, 'label') !== undefined;
    const isRepeated = places.count > pictures && pictures > 0;
    const tasks = hasLabel ? this.#tasksOf(table, isRepeated) : undefined;
    if (tasks !== undefined) this.#addTasks(table, tasks);
    else if (hasLabel && isRepeated && (repeated || columnOf(source, 'annotator') !== undefined))
      this.addRaters([table]);
    else this.#addRows(table);
  }

  #addRows(table: PlacedTable): void {
    const { source, places, reader } = table;
    const columns = this.#columns;
    const pairs = places.pairs();
    const areFirst = columns.keepAll(source.table.path, pairs.places) === 0;
    const id = columnOf(source, 'id');
    const isPlain = areFirst && (id === undefined || reader.isRising(id, pairs));
    if (isPlain && reader.writeLabels(columns, pairs)) this.#clashes.putOff(table);
    else this.#addLabels(table, id);
    reader.write(columns, pairs);
  }

  /** Takes in the labels of rows one by one: more has to be known of each than a column says, or what is wrong with it. */
  #addLabels(table: PlacedTable, id: number | undefined): void {
    const { source, places, reader } = table;
    const columns = this.#columns;
    /** The first row of each picture, counted from 1. */
    const first = new Uint32Array(columns.size);
    const ids = new RowIds((row) => cellText(source.table, row, id));
    reader.useCodes();
    for (let row = 0; row < source.table.length; row++) {
      const place = places.firstOf(row);
      if (place === -1) continue;
      const said = reader.labelOf(row);
      const before = first[place]! - 1;
      this.#clashes.enter(table, row, place, said.label, before);
      const key = before === -1 ? cellText(source.table, row, id) : undefined;
      const other = key === undefined ? undefined : ids.enter(key, row);
      if (other !== undefined) this.#clashes.noteSameId(table, row, key!, other);
      const others = places.othersOf(row);
      for (let i = -1; i < others.length; i++) {
        const at = i === -1 ? place : others[i]!;
        if (first[at] === 0) first[at] = row + 1;
        if (said.label !== undefined) columns.texts.label.give(at, said.label);
        if (said.raters) columns.giveRaters(at, said.raters);
      }
    }
  }

  /** Takes in tables whose rows are what several people said: several rows for each picture, in one table or one in each. */
  addRaters(tables: readonly PlacedTable[]): void {
    const drafts = new Map<number, RatedPicture>();
    for (const table of tables) {
      table.reader.openFields(this.#columns);
      this.#eachPicture(table, (place, values) => {
        const said = values.raters ?? (values.label === undefined ? [] : [values.label]);
        const draft = drafts.get(place) ?? { first: values, raters: [], degrees: [] };
        draft.raters.push(...said);
        if (values.degree && Number.isFinite(values.degree.value)) draft.degrees.push(values.degree);
        drafts.set(place, draft);
        this.#columns.mention(table.source.table.path, place);
      });
    }
    const areScores = scoresEach(drafts.values());
    for (const [place, { first, raters, degrees }] of drafts) {
      const { label: _own, degree: _first, ...values } = first;
      if (areScores) {
        const label = best(raters, degrees);
        this.#keep(place, label === undefined ? values : { ...values, label });
        continue;
      }
      const mean = degrees.reduce((sum, { value }) => sum + value, 0) / degrees.length;
      const degree = degrees.length === 0 ? {} : { degree: { ...degrees[0]!, value: mean, written: String(mean) } };
      this.#keep(place, { ...values, ...degree, raters });
    }
  }

  /** The tasks of rows, where a column names them or several questions are asked about one picture. */
  #tasksOf({ source, reader }: PlacedTable, isRepeated: boolean): RowTasks | undefined {
    const task = columnOf(source, 'task');
    if (task !== undefined && (isRepeated || namesTasks(source.table, task))) return tasksByColumn(source.table, task);
    const isAsked = isRepeated && reader.hasOptions && columnOf(source, 'annotator') === undefined;
    return isAsked ? tasksByQuestion(source.table) : undefined;
  }

  /** The task whose labels are emotions is the main one, else the one with most labels. */
  #addTasks(table: PlacedTable, tasks: RowTasks): void {
    const main = this.#mainTask(table, tasks);
    const areRated = columnOf(table.source, 'annotator') !== undefined;
    const drafts = new Map<number, TaskDraft>();
    this.#noteSharedIds(table);
    this.#eachPicture(table, (place, { label, ...others }, row) => {
      const draft: TaskDraft = drafts.get(place) ?? { values: {}, rows: new Map() };
      drafts.set(place, draft);
      this.#columns.mention(table.source.table.path, place);
      const before = draft.values;
      draft.values = { ...others, ...before };
      if (label === undefined) return;
      const said = placeOfTask(draft, tasks, row, label);
      if (said === undefined) return;
      if ('task' in said) {
        draft.rows.set(said.task, row);
        const isMain = said.task === main && before.label === undefined;
        draft.values = {
          ...draft.values,
          ...(isMain && { label, ...(others.row && { row: others.row }) }),
          tasks: { ...before.tasks, [said.task]: label },
        };
      } else if (!areRated)
        this.#clashes.noteTwice(table, row, place, { label, known: said.label, before: said.before });
    });
    const names = new Set<string>();
    for (const { rows } of drafts.values()) for (const name of rows.keys()) names.add(name);
    for (const [place, { values }] of drafts) {
      const { tasks: _only, ...others } = values;
      this.#keep(place, names.size > 1 ? values : others);
    }
  }

  #mainTask({ source, places, reader }: PlacedTable, { nameOf }: RowTasks): string | undefined {
    const shares = new Map<string, { emotions: number; all: number }>();
    for (let row = 0; row < source.table.length; row++) {
      if (places.firstOf(row) === -1) continue;
      const name = nameOf(row);
      const share = shares.get(name) ?? { emotions: 0, all: 0 };
      shares.set(name, share);
      const { label } = reader.labelOf(row);
      share.all++;
      if (label !== undefined && isEmotionWord(label, this.#lexicon)) share.emotions++;
    }
    const shareOf = ({ emotions, all }: { emotions: number; all: number }) => Number(emotions * 2 >= all);
    return [...shares].sort((a, b) => shareOf(b[1]) - shareOf(a[1]) || b[1].all - a[1].all)[0]?.[0];
  }

  #eachPicture(
    { source, places, reader }: PlacedTable,
    take: (place: number, values: RowValues, row: number) => void,
  ): void {
    for (let row = 0; row < source.table.length; row++) {
      const place = places.firstOf(row);
      if (place === -1) continue;
      const values = reader.valuesOf(row);
      take(place, values, row);
      for (const other of places.othersOf(row)) take(other, values, row);
    }
  }

  #keep(place: number, values: RowValues): void {
    this.#columns.keep(place);
    this.#columns.give(place, values);
  }

  /** The same where pictures have several rows, which may all have their picture's id. */
  #noteSharedIds(table: PlacedTable): void {
    const { source, places } = table;
    const id = columnOf(source, 'id');
    const ids = new RowIds((row) => cellText(source.table, row, id));
    const noted = new Set<string>();
    for (let row = 0; id !== undefined && row < source.table.length; row++) {
      const place = places.firstOf(row);
      const key = place === -1 ? undefined : cellText(source.table, row, id);
      const other = key === undefined ? undefined : ids.enter(key, row);
      if (other === undefined || places.firstOf(other) === place || noted.has(`${place} ${key}`)) continue;
      noted.add(`${place} ${key}`);
      this.#clashes.noteSameId(table, row, key!, other);
    }
  }
}
