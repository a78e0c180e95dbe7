import * as vscode from 'vscode';
import type { Benchmark } from '../../core/benchmark/benchmark.ts';
import type { Item, Items } from '../../core/benchmark/item.ts';
import { ItemTable } from '../../core/benchmark/itemTable.ts';
import type { Problem } from '../../core/benchmark/problem.ts';
import type { Outcome } from '../../core/evaluation/outcome.ts';
import { listRuns } from '../../core/evaluation/runStore.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import { questionsOf } from '../../core/evaluation/stagesToAsk.ts';
import type { WritableFolder } from '../../core/ports.ts';
import { BenchmarkColumns } from '../../core/query/columns/benchmarkColumns.ts';
import { prepareTexts } from '../../core/query/prepareTexts.ts';
import { parseQuery, type QueryError } from '../../core/query/language/query.ts';
import { RunColumns } from '../../core/query/columns/runColumns.ts';
import { selectInTurns } from '../../core/query/selectItems.ts';
import { type Turns, workedOff } from '../../core/turns.ts';
import { vocabularyOf } from '../../core/query/vocabularyOf.ts';
import type { Result } from '../../core/result.ts';
import { type Dossier, dossierOf } from '../../core/review/dossier.ts';
import { ReviewBook } from '../../core/review/reviewBook.ts';
import type { ForeignReading } from '../../core/predictions/foreignRun.ts';
import { runFacts } from '../../core/review/reviewedRun.ts';
import { pacer } from '../../platform/node/pacer.ts';
import { FolderThread } from '../../platform/node/folderThread.ts';
import type { ReviewLine } from '../../core/review/verdict.ts';
import { LaterTexts } from './laterTexts.ts';
import { SessionNews } from './sessionNews.ts';
import { ForeignRunsOver, type ReadRun, sessionRun, type SessionRun } from './sessionRuns.ts';

/** Everything a session is made of when its files have been read. */
export interface SessionContent {
  readonly benchmark: Benchmark;
  readonly runs: readonly ReadRun[];
  readonly reviews: readonly ReviewLine[];
  /** The runs of other tools over the same items, where they are known already. */
  readonly foreign?: readonly SessionRun[] | undefined;
}

/** Dossiers that are kept: more than any screen shows, and few beside the largest benchmarks. */
const dossiersKept = 2000;

/** One open benchmark with its runs and verdicts, as the window knows it. Views read from here and listen for changes. */
export class BenchmarkSession implements vscode.Disposable {
  readonly root: vscode.Uri;
  readonly store: WritableFolder;
  /** The benchmark's folder and its tables, which are read in a thread. */
  readonly tables: FolderThread;
  readonly #news = new SessionNews();
  readonly onDidChange = this.#news.onDidChange;
  readonly #dossiers = new Map<string, Dossier>();
  readonly #asking = new Set<string>();
  #benchmark!: Benchmark;
  #records = new Map<string, RunRecord>();
  #runs = new Map<string, SessionRun>();
  #table = ItemTable.of([]);
  #columns: BenchmarkColumns | undefined;
  readonly #foreign = new ForeignRunsOver();
  #book = new ReviewBook();
  readonly #texts = new LaterTexts(() => this.#prepareTexts());

  constructor(root: vscode.Uri, store: WritableFolder, content: SessionContent) {
    this.root = root;
    this.store = store;
    this.tables = new FolderThread(root.fsPath);
    this.replace(content);
  }

  get benchmark(): Benchmark {
    return this.#benchmark;
  }

  /** Runs in the order they were made. */
  get runs(): readonly SessionRun[] {
    return [...this.#runs.values(), ...this.#foreign.runs];
  }

  get records(): readonly RunRecord[] {
    return [...this.ownRecords, ...this.#foreign.records];
  }

  /** The runs that are on disk in `.emolens` and can go on: without those that were read from files of other tools. */
  get ownRecords(): readonly RunRecord[] {
    return [...this.#records.values()];
  }

  /** The files of other tools have been looked at. */
  get hasForeign(): boolean {
    return this.#foreign.reading !== undefined;
  }

  /** What is wrong with the benchmark's own files and with those of other tools. */
  get problems(): readonly Problem[] {
    const { problems } = this.#benchmark;
    const { problems: ofForeign } = this.#foreign;
    return ofForeign.length > 0 ? [...problems, ...ofForeign] : problems;
  }

  /** Goes up with every change; pages use it to know that what they hold is old. */
  get revision(): number {
    return this.#news.revision;
  }

  /** Number of portraits with an error that nobody has judged yet. */
  get openErrors(): number {
    return this.columns.openCount;
  }

  /** The benchmark's items in columns. */
  get table(): ItemTable {
    return this.#table;
  }

  /** What is known of all items at once, for lists, counts, groups and queries. */
  get columns(): BenchmarkColumns {
    this.#columns ??= new BenchmarkColumns({
      table: this.#table,
      runs: this.runs.map(({ outcomes }) => outcomes),
      book: this.#book,
      problems: this.#benchmark.problems,
    });
    return this.#columns;
  }

  /** The items that a query finds, worked out without holding anything else up. */
  select(query: string): Promise<Result<Items, QueryError>> {
    return workedOff(selectInTurns({ items: this.#table }, query, this.columns), pacer());
  }

  /** What is wrong with a query, if anything is. */
  faultOf(query: string): QueryError | undefined {
    const parsed = parseQuery(query, vocabularyOf(this.columns));
    return parsed.ok ? undefined : parsed.error;
  }

  item(id: string): Item | undefined {
    const place = this.#table.indexOf(id);
    return place < 0 ? undefined : this.#table.at(place);
  }

  dossier(item: Item): Dossier {
    const known = this.#dossiers.get(item.id);
    if (known !== undefined) return known;
    const made = dossierOf(item, this.runs, this.#book);
    this.#dossiers.set(item.id, made);
    for (const id of this.#dossiers.keys()) {
      if (this.#dossiers.size <= dossiersKept) break;
      this.#dossiers.delete(id);
    }
    return made;
  }

  /** Of the portraits whose answer can be right or wrong, and on which this run's word counts: how many there are, and how many are right. */
  rightOf(run: string): { readonly right: number; readonly judged: number } {
    const { outcomes } = this.#runs.get(run) ?? {};
    const counts = { right: 0, judged: 0 };
    if (outcomes === undefined) return counts;
    const shown = this.columns.shown(outcomes);
    for (let place = 0; place < outcomes.word.length; place++) {
      const word = outcomes.stages[outcomes.word[place]! - 1];
      if (word === undefined || shown?.has(place) === 0 || word.rights[place] === 0) continue;
      counts.judged++;
      if (word.rights[place] === 1) counts.right++;
    }
    return counts;
  }

  /** Whether a question about this portrait is under way. */
  isAsking(id: string): boolean {
    return this.#asking.has(id);
  }

  imageUri(item: Item): vscode.Uri {
    return vscode.Uri.joinPath(this.root, item.path);
  }

  /** Takes in files that were read anew. */
  replace(content: SessionContent): void {
    this.#benchmark = content.benchmark;
    this.#table = ItemTable.of(content.benchmark.items);
    this.#book = new ReviewBook(content.reviews);
    this.#foreign.show(content.foreign);
    this.replaceRuns(content.runs);
    this.#texts.soon();
    const { reading } = this.#foreign;
    if (content.foreign === undefined && reading !== undefined) void this.replaceForeign(reading);
  }

  /** The runs of other tools over another table, for {@link replace}; `undefined` while they are being read. */
  foreignOver(table: ItemTable): Promise<readonly SessionRun[] | undefined> {
    return this.#foreign.over(table);
  }

  /** Takes in the same items with more known about them, such as problems of their pictures; `told`: whether views show it. */
  setBenchmark(benchmark: Benchmark, told = true): void {
    this.#benchmark = benchmark;
    if (!told) return;
    this.#columns = undefined;
    this.#changed('all');
  }

  /** Takes in all runs as they were read, over the items of this session's benchmark. */
  replaceRuns(runs: readonly ReadRun[]): void {
    for (const { outcomes } of runs) outcomes.catchUp();
    this.#records = new Map(runs.map(({ record }) => [record.run, record]));
    this.#runs = new Map(runs.map((read) => [read.record.run, sessionRun(read)]));
    this.#columns = undefined;
    this.#changed('all');
  }

  /** Takes in the runs that other tools made. */
  async replaceForeign(reading: ForeignReading): Promise<void> {
    const table = this.#table;
    if (!(await this.#foreign.take(reading, table, () => this.#table === table))) return;
    this.#columns = undefined;
    this.#changed('all');
  }

  /** Takes in verdicts that were read anew. */
  replaceReviews(reviews: readonly ReviewLine[]): void {
    this.#book = new ReviewBook(reviews);
    this.#columns = undefined;
    this.#changed('all');
  }

  /** Takes in a run that has just begun or gone on. */
  addRun(record: RunRecord): void {
    if (this.#runs.has(record.run)) return;
    this.#records.set(record.run, record);
    this.#runs.set(record.run, sessionRun({ record, outcomes: new RunColumns(runFacts(record), this.#table) }));
    this.#columns = undefined;
  }

  /** Takes in a run whose files were written anew. */
  replaceRun(read: ReadRun): void {
    if (!this.#runs.has(read.record.run)) return;
    this.#records.set(read.record.run, read.record);
    this.#runs.set(read.record.run, sessionRun(read));
    this.#columns = undefined;
    this.#changed('all');
  }

  /** Reads the runs' records again: a run that has ended says so in its record. */
  async reloadRecords(): Promise<void> {
    const listed = await listRuns(this.store);
    if (!listed.ok) return;
    for (const record of listed.value.runs) if (this.#records.has(record.run)) this.#records.set(record.run, record);
    this.#changed([]);
  }

  addOutcome(outcome: Outcome): void {
    const run = this.#runs.get(outcome.run);
    if (run === undefined) return;
    run.outcomes.stamp = undefined;
    run.outcomes.add(outcome);
    if (run.outcomes.said.isUnsettled) this.#texts.unlessUnderWay();
    const orders = this.#records.get(outcome.run)?.parameters.orders;
    const keys = questionsOf(run.stages, orders).map(({ key }) => key);
    if (run.outcomes.hasAll(outcome.item, keys)) this.#asking.delete(outcome.item);
    this.#columns?.refresh(outcome.item);
    this.#changed([outcome.item]);
  }

  addReview(line: ReviewLine): void {
    this.#book.add(line);
    this.#columns?.refresh(line.item);
    this.#changed([line.item]);
  }

  setAsking(ids: Iterable<string>): void {
    const before = [...this.#asking];
    this.#asking.clear();
    for (const id of ids) this.#asking.add(id);
    this.#changed([...before, ...this.#asking]);
  }

  dispose(): void {
    this.#texts.stop();
    this.#news.dispose();
    void this.tables.dispose();
  }

  *#prepareTexts(): Turns<void> {
    yield* prepareTexts(this.#table);
    for (const { outcomes } of this.#runs.values()) yield* outcomes.said.settle();
  }

  #changed(items: Iterable<string> | 'all'): void {
    if (items === 'all') this.#dossiers.clear();
    else for (const id of items) this.#dossiers.delete(id);
    this.#news.add(items);
  }
}
