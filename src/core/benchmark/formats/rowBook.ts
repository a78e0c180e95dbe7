import { foldLabel } from '../../affect/foldLabel.ts';
import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import { TextColumnBuilder } from '../codedTexts.ts';
import type { RowPlace } from '../item.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { Problem } from '../problem.ts';
import { cellText, placeOfRow } from '../tables/recordTable.ts';
import type { PictureColumns } from './pictureColumns.ts';
import { best, scoresEach, type RatedPicture } from './ratedPictures.ts';
import { RowIds } from './rowIds.ts';
import { writtenOf, type RowPlaces } from './rowPlaces.ts';
import { namesTasks, placeOfTask, tasksByColumn, tasksByQuestion, type RowTasks, type TaskDraft } from './rowTasks.ts';
import type { RowReader, RowValues } from './rowValues.ts';
import type { Join } from './tableJoins.ts';
import { columnOf, type TableSource } from './tableSource.ts';

/** Pictures in so many rows each, each row with a label of its own, have been labelled by several people. */
const rowsOfRaters = 3;

/** A table with what its rows are about and how they are read. */
export interface PlacedTable {
  readonly source: TableSource;
  readonly join: Join | undefined;
  readonly places: RowPlaces;
  readonly reader: RowReader;
}

/** Puts what the rows of all tables say into the columns of the pictures, and says what is wrong with them. */
export class RowBook {
  readonly #lexicon: Lexicon;
  readonly #columns: PictureColumns;
  readonly #problems: Problem[];
  /** The label of each picture, and the row that gave it first. */
  readonly #labels: TextColumnBuilder;
  readonly #labelFiles: TextColumnBuilder;
  readonly #labelLines: Uint32Array;

  /** What is wrong is added to `problems`. */
  constructor(lexicon: Lexicon, columns: PictureColumns, problems: Problem[]) {
    this.#lexicon = lexicon;
    this.#columns = columns;
    this.#problems = problems;
    this.#labels = new TextColumnBuilder(columns.size);
    this.#labelFiles = new TextColumnBuilder(columns.size);
    this.#labelLines = new Uint32Array(columns.size);
  }

  /** Takes in the rows of a table: one row for each picture, or several by several raters, or one for each task. */
  add(table: PlacedTable): void {
    const { source, places } = table;
    table.reader.openFields(this.#columns);
    const { pictures, many } = this.#count(table);
    const repeated = many * 2 >= pictures;
    const hasLabel = columnOf(source, 'label') !== undefined;
    const isRepeated = places.count > pictures && pictures > 0;
    const tasks = hasLabel ? this.#tasksOf(table, isRepeated) : undefined;
    if (tasks !== undefined) this.#addTasks(table, tasks);
    else if (hasLabel && isRepeated && (repeated || columnOf(source, 'annotator') !== undefined))
      this.addRaters([table]);
    else this.#addRows(table);
  }

  /** How many pictures the rows are about, and how many of them stand in many rows. */
  #count({ source, places }: PlacedTable): { readonly pictures: number; readonly many: number } {
    const counts = new Uint32Array(this.#columns.size);
    let pictures = 0;
    let many = 0;
    const note = (place: number): void => {
      const count = ++counts[place]!;
      if (count === 1) pictures++;
      if (count === rowsOfRaters) many++;
    };
    for (let row = 0; row < source.table.length; row++) {
      const place = places.firstOf(row);
      if (place === -1) continue;
      note(place);
      for (const other of places.othersOf(row)) note(other);
    }
    return { pictures, many };
  }

  #addRows(table: PlacedTable): void {
    const { source, places, reader } = table;
    const columns = this.#columns;
    /** The first row of each picture, counted from 1. */
    const first = new Uint32Array(columns.size);
    const mentioned = columns.mentions(source.table.path);
    const id = columnOf(source, 'id');
    const ids = new RowIds((row) => cellText(source.table, row, id));
    reader.useCodes();
    for (let row = 0; row < source.table.length; row++) {
      const place = places.firstOf(row);
      if (place === -1) continue;
      const said = reader.labelOf(row);
      const before = first[place]! - 1;
      this.#clash(table, row, place, said.label, before);
      const key = before === -1 ? cellText(source.table, row, id) : undefined;
      const other = key === undefined ? undefined : ids.enter(key, row);
      if (other !== undefined) this.#noteSameId(table, row, key!, other);
      const others = places.othersOf(row);
      for (let i = -1; i < others.length; i++) {
        const at = i === -1 ? place : others[i]!;
        if (first[at] === 0) first[at] = row + 1;
        mentioned[at] = 1;
        columns.keep(at);
        if (said.label !== undefined) columns.texts.label.give(at, said.label);
        if (said.raters) columns.giveRaters(at, said.raters);
      }
    }
    reader.write(columns, places.pairs());
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
      } else if (!areRated) this.#noteTwice(table, row, place, { label, known: said.label, before: said.before });
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

  /** A second row for one picture, in one table (`before`, -1 for none) or in two: the first one counts. */
  #clash(table: PlacedTable, row: number, place: number, label: string | undefined, before: number): void {
    const known = this.#labels.at(place);
    const { path, files } = table.source.table;
    const file = files?.at(row) ?? path;
    if (label !== undefined && known === undefined) {
      this.#labels.give(place, label);
      this.#labelFiles.give(place, file);
      this.#labelLines[place] = table.source.table.lineAt(row);
    }
    if (before === -1 && (known === undefined || known === label)) return;
    if (before !== -1 && isReordered(table, row, before, { label, known })) return;
    const differs = label !== undefined && known !== undefined && this.#key(label) !== this.#key(known);
    if (!differs && before === -1) return;
    const value = writtenOf(table.source, row, table.join);
    const said: RowPlace = { file: this.#labelFiles.at(place) ?? file, line: this.#labelLines[place]! };
    const line = differs ? said.line : table.source.table.lineAt(before);
    const facts = { value, line: differs && said.file !== file ? `${said.file}:${line}` : String(line) };
    this.#problems.push({
      kind: differs ? 'conflicting-label' : 'duplicate-id',
      ...{ file, line: table.source.table.lineAt(row) },
      item: this.#columns.pathOf(place),
      facts: differs ? { ...facts, label, before: known } : facts,
    });
  }

  /** A second row for one task of a picture: the first one counts. */
  #noteTwice(
    table: PlacedTable,
    row: number,
    place: number,
    { label, known, before }: { readonly label: string; readonly known: string; readonly before: number },
  ): void {
    if (isReordered(table, row, before, { label, known })) return;
    const { table: records } = table.source;
    const differs = this.#key(label) !== this.#key(known);
    const facts = { value: writtenOf(table.source, row, table.join), line: String(records.lineAt(before)) };
    this.#problems.push({
      kind: differs ? 'conflicting-label' : 'duplicate-id',
      ...{ file: records.path, line: records.lineAt(row) },
      item: this.#columns.pathOf(place),
      facts: differs ? { ...facts, label, before: known } : facts,
    });
  }

  #key(label: string): string {
    return foldLabel(label, this.#lexicon) ?? normaliseForm(label);
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
      this.#noteSameId(table, row, key!, other);
    }
  }

  /** Different pictures under one id are all kept, with the second one named. */
  #noteSameId({ source, places }: PlacedTable, row: number, id: string, other: number): void {
    const [first, second] = [other, row].map((at) => this.#columns.pathOf(places.firstOf(at))) as [string, string];
    const facts = { value: id, pictures: `${first}, ${second}` };
    const place = { ...placeOfRow(source.table, row), item: second };
    this.#problems.push({ kind: 'duplicate-id', ...place, facts: { ...facts, id } });
  }
}

/** Whether a row asks the same again with its options in another order, as VLMEvalKit does in circles: another letter means the same text. */
function isReordered(
  { reader }: PlacedTable,
  row: number,
  before: number,
  { label, known }: { readonly label: string | undefined; readonly known: string | undefined },
): boolean {
  return (
    reader.hasOptions && label !== undefined && label === known && reader.answerOf(row) !== reader.answerOf(before)
  );
}
