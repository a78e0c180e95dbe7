import { foldLabel } from '../../affect/foldLabel.ts';
import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import type { EmbeddedPlace, RowPlace } from '../item.ts';
import type { Problem } from '../problem.ts';
import type { RecordRow } from '../recordTable.ts';
import { DraftBook } from './draftBook.ts';
import type { DraftItem, DraftNumber } from './format.ts';
import type { RowValues } from './rowValues.ts';
import { picturesOfRow, cellText, columnOf, type TableSource } from './tableSource.ts';
import type { Join } from './tableJoins.ts';

/** A row whose pictures are known. */
export interface PlacedRow {
  readonly row: RecordRow;
  readonly paths: readonly string[];
  /** As the table writes it. */
  readonly written: string;
}

/** Pictures in so many rows each, each row with a label of its own, have been labelled by several people. */
const rowsOfRaters = 3;

/** Collects what the rows of all tables say about each picture, and what is wrong with them. */
export class RowBook {
  readonly book = new DraftBook();
  readonly problems: Problem[] = [];
  readonly embedded = new Map<string, EmbeddedPlace>();
  readonly #lexicon: Lexicon;
  /** The label of each picture, and the row that gave it first. */
  readonly #labels = new Map<string, { readonly label: string; readonly place: RowPlace }>();

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  /** Finds the pictures of all rows of a table; a row without one is a problem. */
  place(source: TableSource, join?: Join): readonly PlacedRow[] {
    const placed: PlacedRow[] = [];
    const references = embeddedReferences(source);
    for (const [i, row] of source.table.rows.entries()) {
      const one = join ? this.#placeJoined(source, row, join) : this.#placeRow(source, row, i, references);
      if (one) placed.push(one);
    }
    return placed;
  }

  #placeJoined(source: TableSource, row: RecordRow, join: Join): PlacedRow | undefined {
    const written = cellText(row, join.at) ?? '';
    const paths = join.paths.get(written);
    if (paths === undefined) {
      const found = written === '' ? undefined : source.find(written);
      if (found?.kind === 'found') return { row, paths: found.paths, written };
      if (written === '') this.#note('bad-row', source, row, { reason: 'noImage' });
      else if (this.book.noteMissing(written)) this.#note('missing-image', source, row, { value: written });
      return undefined;
    }
    return paths.length === 0 ? undefined : { row, paths, written };
  }

  #placeRow(
    source: TableSource,
    row: RecordRow,
    at: number,
    references: ReadonlyMap<string, string>,
  ): PlacedRow | undefined {
    const pictures = picturesOfRow(source, row, at);
    if (pictures.kind === 'embedded') {
      for (const { path, place } of pictures.pictures) this.embedded.set(path, place);
      const paths = pictures.pictures.map(({ path }) => path);
      return { row, paths, written: paths[0]! };
    }
    if (pictures.found.length === 0) {
      this.#note('bad-row', source, row, { reason: 'noImage' });
      return undefined;
    }
    const paths: string[] = [];
    for (const one of pictures.found) {
      const reference = references.get(one.written);
      if (one.kind === 'found') {
        paths.push(...one.paths);
        if (one.paths.length > 1) this.#noteSeveral(source, row, one.written, one.paths);
      } else if (reference !== undefined) paths.push(reference);
      else if (this.book.noteMissing(one.written)) {
        const kind = one.kind === 'outside' ? 'outside-root' : 'missing-image';
        this.#note(kind, source, row, { value: one.written });
      }
    }
    return paths.length === 0
      ? undefined
      : { row, paths: paths.length === 1 ? paths : [...new Set(paths)], written: pictures.found[0]!.written };
  }

  /** Puts the rows of a table into the book: one row for each picture, or several by several raters, or one for each task. */
  add(source: TableSource, rows: readonly PlacedRow[], valuesOf: (row: RecordRow) => RowValues): void {
    const counts = new Map<string, number>();
    for (const { paths } of rows) for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
    let many = 0;
    for (const count of counts.values()) if (count >= rowsOfRaters) many++;
    const repeated = many * 2 >= counts.size;
    const hasLabel = columnOf(source, 'label') !== undefined;
    const task = columnOf(source, 'task');
    const isRepeated = rows.length > counts.size && counts.size > 0;
    if (task !== undefined && isRepeated && hasLabel) this.#addTasks(source, rows, valuesOf, task);
    else if (hasLabel && isRepeated && (repeated || columnOf(source, 'annotator') !== undefined))
      this.#addRaters(source, rows, valuesOf);
    else this.#addRows(source, rows, valuesOf);
  }

  #addRows(source: TableSource, rows: readonly PlacedRow[], valuesOf: (row: RecordRow) => RowValues): void {
    const first = new Map<string, PlacedRow>();
    const ids = new Map<string, PlacedRow>();
    const id = columnOf(source, 'id');
    for (const placed of rows) {
      const values = valuesOf(placed.row);
      const before = first.get(placed.paths[0]!);
      this.#clash(source, placed, values.label, before);
      const key = cellText(placed.row, id);
      if (key !== undefined && before === undefined) this.#noteSameId(source, placed, key, ids);
      for (const path of placed.paths) {
        if (!first.has(path)) first.set(path, placed);
        this.#keep(source, path, values);
      }
    }
  }

  #addRaters(source: TableSource, rows: readonly PlacedRow[], valuesOf: (row: RecordRow) => RowValues): void {
    const drafts = new Map<string, { first: RowValues; raters: string[]; degrees: DraftNumber[] }>();
    for (const { row, paths } of rows) {
      const values = valuesOf(row);
      const said = values.raters ?? (values.label === undefined ? [] : [values.label]);
      for (const path of paths) {
        const draft = drafts.get(path) ?? { first: values, raters: [], degrees: [] };
        draft.raters.push(...said);
        if (values.degree && Number.isFinite(values.degree.value)) draft.degrees.push(values.degree);
        drafts.set(path, draft);
      }
    }
    for (const [path, { first, raters, degrees }] of drafts) {
      const { label: _own, degree: _first, ...values } = first;
      const mean = degrees.reduce((sum, { value }) => sum + value, 0) / degrees.length;
      const degree = degrees.length === 0 ? {} : { degree: { ...degrees[0]!, value: mean, written: String(mean) } };
      this.#keep(source, path, { ...values, ...degree, raters });
    }
  }

  /** The task whose labels are emotions is the main one. */
  #addTasks(
    source: TableSource,
    rows: readonly PlacedRow[],
    valuesOf: (row: RecordRow) => RowValues,
    task: number,
  ): void {
    const read = rows.map(({ row, paths }) => ({ paths, values: valuesOf(row), task: cellText(row, task) ?? '' }));
    const shares = new Map<string, { emotions: number; all: number }>();
    for (const { values, task: name } of read) {
      const share = shares.get(name) ?? { emotions: 0, all: 0 };
      share.all++;
      if (values.label !== undefined && foldLabel(values.label, this.#lexicon) !== undefined) share.emotions++;
      shares.set(name, share);
    }
    const main = [...shares].sort((a, b) => b[1].emotions / b[1].all - a[1].emotions / a[1].all)[0]?.[0];
    const drafts = new Map<string, RowValues>();
    for (const { paths, values, task: name } of read) {
      const { label, ...others } = values;
      for (const path of paths) {
        const before = drafts.get(path) ?? {};
        const tasks = label === undefined || before.tasks?.[name] !== undefined ? {} : { [name]: label };
        const isMain = name === main && before.label === undefined && label !== undefined;
        drafts.set(path, {
          ...others,
          ...before,
          ...(isMain && { label, ...(values.row && { row: values.row }) }),
          tasks: { ...before.tasks, ...tasks },
        });
      }
    }
    for (const [path, values] of drafts) this.#keep(source, path, values);
  }

  #keep(source: TableSource, path: string, values: RowValues): void {
    this.book.mention(source.table.path, path);
    const place = this.embedded.get(path);
    this.book.add(path, place ? { ...values, embedded: place } : values);
  }

  /** A second row for one picture, in one table or in two: the first one counts. */
  #clash(source: TableSource, placed: PlacedRow, label: string | undefined, before: PlacedRow | undefined): void {
    const path = placed.paths[0]!;
    const first = this.#labels.get(path);
    const place = { file: source.table.path, line: placed.row.line };
    if (label !== undefined && first === undefined) this.#labels.set(path, { label, place });
    if (before === undefined && (first === undefined || first.label === label)) return;
    const differs = label !== undefined && first !== undefined && this.#key(label) !== this.#key(first.label);
    if (!differs && before === undefined) return;
    const elsewhere = differs && first.place.file !== place.file;
    const line = differs ? first.place.line : before!.row.line;
    const facts = { value: placed.written, line: elsewhere ? `${first.place.file}:${line}` : String(line) };
    this.problems.push({
      kind: differs ? 'conflicting-label' : 'duplicate-id',
      ...place,
      item: path,
      facts: differs ? { ...facts, label, before: first.label } : facts,
    });
  }

  #key(label: string): string {
    return foldLabel(label, this.#lexicon) ?? normaliseForm(label);
  }

  /** Different pictures under one id are all kept, with the second one named. */
  #noteSameId(source: TableSource, placed: PlacedRow, id: string, ids: Map<string, PlacedRow>): void {
    const other = ids.get(id);
    if (other === undefined) {
      ids.set(id, placed);
      return;
    }
    const facts = { value: id, pictures: `${other.paths[0]!}, ${placed.paths[0]!}` };
    const place = { file: source.table.path, line: placed.row.line, item: placed.paths[0]! };
    this.problems.push({ kind: 'duplicate-id', ...place, facts: { ...facts, id } });
  }

  #noteSeveral(source: TableSource, row: RecordRow, value: string, paths: readonly string[]): void {
    const problem: Problem = {
      kind: 'duplicate-id',
      file: source.table.path,
      line: row.line,
      item: paths[0]!,
      facts: { value, pictures: paths.join(', ') },
    };
    this.problems.push(problem);
  }

  #note(kind: Problem['kind'], source: TableSource, row: RecordRow, facts: Problem['facts']): void {
    this.problems.push({ kind, file: source.table.path, line: row.line, facts });
  }

  /** All that is known of a picture. */
  draftOf(path: string): DraftItem {
    return this.book.drafts.get(path) ?? { path };
  }
}

/** VLMEvalKit writes the index of another row where the picture is that row's. */
function embeddedReferences(source: TableSource): ReadonlyMap<string, string> {
  const id = columnOf(source, 'id');
  const references = new Map<string, string>();
  if (id === undefined) return references;
  for (const [at, pictures] of source.embedded) {
    const key = cellText(source.table.rows[at]!, id);
    if (key !== undefined && pictures.length === 1) references.set(key, pictures[0]!.path);
  }
  return references;
}
