import { foldLabel } from '../../affect/foldLabel.ts';
import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import { TextColumnBuilder } from '../codedTexts.ts';
import type { RowPlace } from '../item.ts';
import type { Problem } from '../problem.ts';
import { placeOfRow } from '../tables/recordTable.ts';
import type { PictureColumns } from './pictureColumns.ts';
import type { RowPlaces } from './placesOfRows.ts';
import { writtenOf } from './rowPlaces.ts';
import type { RowReader } from './rowValues.ts';
import type { Join } from './tableJoins.ts';
import type { TableSource } from './tableSource.ts';

/** A table with what its rows are about and how they are read. */
export interface PlacedTable {
  readonly source: TableSource;
  readonly join: Join | undefined;
  readonly places: RowPlaces;
  readonly reader: RowReader;
}

/** Says what is wrong with rows that say something again. */
export class RowClashes {
  readonly #lexicon: Lexicon;
  readonly #columns: PictureColumns;
  readonly #problems: Problem[];
  /** The label of each picture, and the row that gave it first. */
  readonly #labels: TextColumnBuilder;
  readonly #labelFiles: TextColumnBuilder;
  readonly #labelLines: Uint32Array;
  #late: PlacedTable[] = [];

  /** What is wrong is added to `problems`. */
  constructor(lexicon: Lexicon, columns: PictureColumns, problems: Problem[]) {
    this.#lexicon = lexicon;
    this.#columns = columns;
    this.#problems = problems;
    this.#labels = new TextColumnBuilder(columns.size);
    this.#labelFiles = new TextColumnBuilder(columns.size);
    this.#labelLines = new Uint32Array(columns.size);
  }

  /** Takes in a table of which each row is the first one for its picture, when it has to be known what it says: most folders have no other one. */
  putOff(table: PlacedTable): void {
    this.#late.push(table);
  }

  /** Takes in a row, and notes where it is a second one for its picture, in one table (`before`, -1 for none) or in two: the first one counts. */
  enter(table: PlacedTable, row: number, place: number, label: string | undefined, before: number): void {
    this.#catchUp();
    const known = this.#labels.at(place);
    const file = fileOf(table, row);
    if (known === undefined) this.#noteLabel(table, row, place, label);
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
  noteTwice(
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

  /** Different pictures under one id are all kept, with the second one named. */
  noteSameId({ source, places }: PlacedTable, row: number, id: string, other: number): void {
    const [first, second] = [other, row].map((at) => this.#columns.pathOf(places.firstOf(at))) as [string, string];
    const facts = { value: id, pictures: `${first}, ${second}` };
    const place = { ...placeOfRow(source.table, row), item: second };
    this.#problems.push({ kind: 'duplicate-id', ...place, facts: { ...facts, id } });
  }

  #catchUp(): void {
    if (this.#late.length === 0) return;
    for (const table of this.#late) {
      const { source, places, reader } = table;
      for (let row = 0; row < source.table.length; row++) {
        const place = places.firstOf(row);
        if (place !== -1) this.#noteLabel(table, row, place, reader.labelOf(row).label);
      }
    }
    this.#late = [];
  }

  #noteLabel(table: PlacedTable, row: number, place: number, label: string | undefined): void {
    if (label === undefined) return;
    this.#labels.give(place, label);
    this.#labelFiles.give(place, fileOf(table, row));
    this.#labelLines[place] = table.source.table.lineAt(row);
  }

  #key(label: string): string {
    return foldLabel(label, this.#lexicon) ?? normaliseForm(label);
  }
}

function fileOf({ source: { table } }: PlacedTable, row: number): string {
  return table.files?.at(row) ?? table.path;
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
