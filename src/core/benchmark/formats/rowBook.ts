import { foldLabel } from '../../affect/foldLabel.ts';
import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import { isTaskName } from '../columnNames.ts';
import { TextColumnBuilder } from '../codedTexts.ts';
import type { RowPlace } from '../item.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { Problem } from '../problem.ts';
import { cellText } from '../tables/recordTable.ts';
import type { DraftNumber } from './format.ts';
import type { PictureColumns } from './pictureColumns.ts';
import { writtenOf, type RowPlaces } from './rowPlaces.ts';
import type { RowReader, RowValues } from './rowValues.ts';
import type { Join } from './tableJoins.ts';
import { columnOf, type TableSource } from './tableSource.ts';

/** Pictures in so many rows each, each row with a label of its own, have been labelled by several people. */
const rowsOfRaters = 3;
/** Tasks that a column names in as many rows as pictures; more are categories of something else. */
const mostTasks = 12;

/** What all rows say about one picture. */
interface RatedPicture {
  readonly first: RowValues;
  readonly raters: string[];
  readonly degrees: DraftNumber[];
}

/** Fewer rows for each picture may be those of people who all disagree. */
const fewestScores = 4;

/** Whether each picture has a row with a number for each of the same emotions: then these are no people, but how strong each emotion is. */
function scoresEach(pictures: Iterable<RatedPicture>): boolean {
  let all: string | undefined;
  for (const { raters, degrees } of pictures) {
    const key = [...new Set(raters)].sort().join('\0');
    if (raters.length < fewestScores || degrees.length !== raters.length) return false;
    if (new Set(raters).size !== raters.length || (all !== undefined && key !== all)) return false;
    all = key;
  }
  return all !== undefined;
}

/** The word with the highest number, where one alone has it. */
function best(words: readonly string[], numbers: readonly DraftNumber[]): string | undefined {
  const most = Math.max(...numbers.map(({ value }) => value));
  const at = numbers.flatMap(({ value }, i) => (value === most ? [i] : []));
  return at.length === 1 ? words[at[0]!] : undefined;
}

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
    const task = columnOf(source, 'task');
    const isRepeated = places.count > pictures && pictures > 0;
    if (task !== undefined && hasLabel && (isRepeated || this.#namesTasks(source, task))) this.#addTasks(table, task);
    else if (hasLabel && isRepeated && (repeated || columnOf(source, 'annotator') !== undefined))
      this.#addRaters(table);
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
    const ids = new Map<string, number>();
    const id = columnOf(source, 'id');
    const write = reader.writer(columns);
    for (let row = 0; row < source.table.length; row++) {
      const place = places.firstOf(row);
      if (place === -1) continue;
      const said = reader.labelOf(row);
      const before = first[place]! - 1;
      this.#clash(table, row, place, said.label, before);
      const key = before === -1 ? cellText(source.table, row, id) : undefined;
      if (key !== undefined) this.#noteSameId(table, row, key, ids);
      const others = places.othersOf(row);
      for (let i = -1; i < others.length; i++) {
        const at = i === -1 ? place : others[i]!;
        if (first[at] === 0) first[at] = row + 1;
        mentioned[at] = 1;
        columns.keep(at);
        write(row, at, said);
      }
    }
  }

  #addRaters(table: PlacedTable): void {
    const drafts = new Map<number, RatedPicture>();
    this.#eachPicture(table, (place, values) => {
      const said = values.raters ?? (values.label === undefined ? [] : [values.label]);
      const draft = drafts.get(place) ?? { first: values, raters: [], degrees: [] };
      draft.raters.push(...said);
      if (values.degree && Number.isFinite(values.degree.value)) draft.degrees.push(values.degree);
      drafts.set(place, draft);
    });
    const areScores = scoresEach(drafts.values());
    for (const [place, { first, raters, degrees }] of drafts) {
      const { label: _own, degree: _first, ...values } = first;
      if (areScores) {
        const label = best(raters, degrees);
        this.#keep(table, place, label === undefined ? values : { ...values, label });
        continue;
      }
      const mean = degrees.reduce((sum, { value }) => sum + value, 0) / degrees.length;
      const degree = degrees.length === 0 ? {} : { degree: { ...degrees[0]!, value: mean, written: String(mean) } };
      this.#keep(table, place, { ...values, ...degree, raters });
    }
  }

  /** Whether a column that may name tasks names several, all of which are known, though no picture has more than one. */
  #namesTasks({ table }: TableSource, task: number): boolean {
    const names = new Set<string>();
    for (let row = 0; row < table.length && names.size <= mostTasks; row++) {
      const name = cellText(table, row, task);
      if (name !== undefined) names.add(name);
    }
    const isKnown = (name: string) => isTaskName(name) || /^(?:emotion|sentiment)s?$/i.test(name);
    return names.size > 1 && [...names].every(isKnown);
  }

  /** The task whose labels are emotions is the main one, else the one with most labels. */
  #addTasks(table: PlacedTable, task: number): void {
    const shares = new Map<string, { emotions: number; all: number }>();
    const nameOf = (row: number) => cellText(table.source.table, row, task) ?? '';
    for (let row = 0; row < table.source.table.length; row++) {
      if (table.places.firstOf(row) === -1) continue;
      const share = shares.get(nameOf(row)) ?? { emotions: 0, all: 0 };
      shares.set(nameOf(row), share);
      const { label } = table.reader.labelOf(row);
      share.all++;
      if (label !== undefined && isEmotionWord(label, this.#lexicon)) share.emotions++;
    }
    const shareOf = ({ emotions, all }: { emotions: number; all: number }) => Number(emotions * 2 >= all);
    const main = [...shares].sort((a, b) => shareOf(b[1]) - shareOf(a[1]) || b[1].all - a[1].all)[0]?.[0];
    const drafts = new Map<number, RowValues>();
    this.#eachPicture(table, (place, { label, ...others }, row) => {
      const name = nameOf(row);
      const before = drafts.get(place) ?? {};
      const tasks = label === undefined || before.tasks?.[name] !== undefined ? {} : { [name]: label };
      const isMain = name === main && before.label === undefined && label !== undefined;
      drafts.set(place, {
        ...others,
        ...before,
        ...(isMain && { label, ...(others.row && { row: others.row }) }),
        tasks: { ...before.tasks, ...tasks },
      });
    });
    for (const [place, values] of drafts) this.#keep(table, place, values);
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

  #keep({ source }: PlacedTable, place: number, values: RowValues): void {
    this.#columns.mention(source.table.path, place);
    this.#columns.keep(place);
    this.#columns.give(place, values);
  }

  /** A second row for one picture, in one table (`before`, -1 for none) or in two: the first one counts. */
  #clash(table: PlacedTable, row: number, place: number, label: string | undefined, before: number): void {
    const known = this.#labels.at(place);
    const { path: file } = table.source.table;
    if (label !== undefined && known === undefined) {
      this.#labels.give(place, label);
      this.#labelFiles.give(place, file);
      this.#labelLines[place] = table.source.table.lineAt(row);
    }
    if (before === -1 && (known === undefined || known === label)) return;
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

  #key(label: string): string {
    return foldLabel(label, this.#lexicon) ?? normaliseForm(label);
  }

  /** Different pictures under one id are all kept, with the second one named. */
  #noteSameId({ source, places }: PlacedTable, row: number, id: string, ids: Map<string, number>): void {
    const other = ids.get(id);
    if (other === undefined) {
      ids.set(id, row);
      return;
    }
    const [first, second] = [other, row].map((at) => this.#columns.pathOf(places.firstOf(at))) as [string, string];
    const facts = { value: id, pictures: `${first}, ${second}` };
    const place = { file: source.table.path, line: source.table.lineAt(row), item: second };
    this.#problems.push({ kind: 'duplicate-id', ...place, facts: { ...facts, id } });
  }
}
