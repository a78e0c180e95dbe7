import * as vscode from 'vscode';
import type { Benchmark } from '../core/benchmark/benchmark.ts';
import type { Item } from '../core/benchmark/item.ts';
import { type Outcome, stageKey } from '../core/evaluation/outcome.ts';
import { listRuns } from '../core/evaluation/runStore.ts';
import type { RunRecord } from '../core/evaluation/runRecord.ts';
import { questionsOf } from '../core/evaluation/stagesToAsk.ts';
import type { WritableFolder } from '../core/ports.ts';
import { type Dossier, dossierOf, type ReviewedRun, type StageFinding } from '../core/review/dossier.ts';
import { ReviewBook } from '../core/review/reviewBook.ts';
import { reviewedRun } from '../core/review/reviewedRun.ts';
import type { ForeignRun } from '../core/predictions/foreignRun.ts';
import type { ReviewLine } from '../core/review/verdict.ts';

/** What changed in a session: the portraits concerned, or all of them. */
export interface SessionChange {
  readonly items: ReadonlySet<string> | 'all';
}

/** Everything a session is made of when its files have been read. */
export interface SessionContent {
  readonly benchmark: Benchmark;
  readonly runs: readonly { readonly record: RunRecord; readonly outcomes: ReviewedRun['outcomes'] }[];
  readonly reviews: readonly ReviewLine[];
}

type Outcomes = Map<string, Map<string, Outcome>>;

interface LiveRun {
  readonly run: ReviewedRun;
  /** The same map as `run.outcomes`, which outcomes are added to while the run goes on. */
  readonly outcomes: Outcomes;
}

/** How long changes are gathered before they are told, in ms: a batch run brings hundreds of outcomes a second. */
const gatherMs = 100;

/** One open benchmark with its runs and verdicts, as the window knows it. Views read from here and listen for changes. */
export class BenchmarkSession implements vscode.Disposable {
  readonly root: vscode.Uri;
  readonly store: WritableFolder;
  readonly #didChange = new vscode.EventEmitter<SessionChange>();
  readonly onDidChange = this.#didChange.event;
  readonly #dossiers = new Map<string, Dossier>();
  readonly #items = new Map<string, Item>();
  readonly #asking = new Set<string>();
  #benchmark!: Benchmark;
  #records = new Map<string, RunRecord>();
  #runs = new Map<string, LiveRun>();
  #foreign: readonly ForeignRun[] | undefined;
  #foreignRuns: readonly ReviewedRun[] = [];
  #book = new ReviewBook();
  #pending: Set<string> | 'all' = new Set();
  #timer: NodeJS.Timeout | undefined;
  #openErrors: number | undefined;
  #revision = 0;

  constructor(root: vscode.Uri, store: WritableFolder, content: SessionContent) {
    this.root = root;
    this.store = store;
    this.replace(content);
  }

  get benchmark(): Benchmark {
    return this.#benchmark;
  }

  /** Runs in the order they were made. */
  get runs(): readonly ReviewedRun[] {
    return [...[...this.#runs.values()].map(({ run }) => run), ...this.#foreignRuns];
  }

  get records(): readonly RunRecord[] {
    return [...this.ownRecords, ...(this.#foreign ?? []).map(({ record }) => record)];
  }

  /** The runs that are on disk in `.emolens` and can go on: without those that were read from files of other tools. */
  get ownRecords(): readonly RunRecord[] {
    return [...this.#records.values()];
  }

  /** The files of other tools have been looked at. */
  get hasForeign(): boolean {
    return this.#foreign !== undefined;
  }

  /** Goes up with every change; pages use it to know that what they hold is old. */
  get revision(): number {
    return this.#revision;
  }

  /** Number of portraits with an error that nobody has judged yet. */
  get openErrors(): number {
    this.#openErrors ??= this.#benchmark.items.filter((item) => this.dossier(item).open).length;
    return this.#openErrors;
  }

  item(id: string): Item | undefined {
    return this.#items.get(id);
  }

  dossier(item: Item): Dossier {
    const known = this.#dossiers.get(item.id);
    if (known !== undefined) return known;
    const made = dossierOf(item, this.runs, this.#book);
    this.#dossiers.set(item.id, made);
    return made;
  }

  /** A run's word on each portrait that it was asked about. */
  headlinesOf(run: string): readonly StageFinding[] {
    return this.#benchmark.items.flatMap((item) =>
      this.dossier(item).runs.flatMap(({ headline }) => (headline.run.run === run ? [headline] : [])),
    );
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
    this.#items.clear();
    for (const item of content.benchmark.items) this.#items.set(item.id, item);
    this.#records = new Map(content.runs.map(({ record }) => [record.run, record]));
    this.#runs = new Map(content.runs.map(({ record, outcomes }) => [record.run, liveRun(record, outcomes)]));
    this.#book = new ReviewBook(content.reviews);
    this.#changed('all');
  }

  /** Takes in the runs that other tools made. */
  replaceForeign(runs: readonly ForeignRun[]): void {
    const nothing = runs.length === 0 && (this.#foreign?.length ?? 0) === 0;
    this.#foreign = runs;
    this.#foreignRuns = runs.map(({ record, outcomes }) => reviewedRun(record, outcomes));
    if (!nothing) this.#changed('all');
  }

  /** Takes in verdicts that were read anew. */
  replaceReviews(reviews: readonly ReviewLine[]): void {
    this.#book = new ReviewBook(reviews);
    this.#changed('all');
  }

  /** Takes in a run that has just begun or gone on. */
  addRun(record: RunRecord): void {
    if (this.#runs.has(record.run)) return;
    this.#records.set(record.run, record);
    this.#runs.set(record.run, liveRun(record, new Map()));
  }

  /** Takes in a run whose files were written anew. */
  replaceRun(record: RunRecord, outcomes: ReviewedRun['outcomes']): void {
    if (!this.#runs.has(record.run)) return;
    this.#records.set(record.run, record);
    this.#runs.set(record.run, liveRun(record, outcomes));
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
    const live = this.#runs.get(outcome.run);
    if (live === undefined) return;
    const stages = live.outcomes.get(outcome.item) ?? new Map<string, Outcome>();
    live.outcomes.set(outcome.item, stages.set(stageKey(outcome), outcome));
    const orders = this.#records.get(outcome.run)?.parameters.orders;
    if (questionsOf(live.run.stages, orders).every(({ key }) => stages.has(key))) this.#asking.delete(outcome.item);
    this.#changed([outcome.item]);
  }

  addReview(line: ReviewLine): void {
    this.#book.add(line);
    this.#changed([line.item]);
  }

  setAsking(ids: Iterable<string>): void {
    const before = [...this.#asking];
    this.#asking.clear();
    for (const id of ids) this.#asking.add(id);
    this.#changed([...before, ...this.#asking]);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#didChange.dispose();
  }

  #changed(items: Iterable<string> | 'all'): void {
    this.#revision++;
    this.#openErrors = undefined;
    if (items === 'all') this.#dossiers.clear();
    else for (const id of items) this.#dossiers.delete(id);
    if (items === 'all' || this.#pending === 'all') this.#pending = 'all';
    else for (const id of items) this.#pending.add(id);
    this.#timer ??= setTimeout(() => {
      const told = this.#pending;
      this.#pending = new Set();
      this.#timer = undefined;
      this.#didChange.fire({ items: told });
    }, gatherMs);
  }
}

function liveRun(record: RunRecord, read: ReviewedRun['outcomes']): LiveRun {
  const outcomes: Outcomes = new Map();
  for (const [item, stages] of read) outcomes.set(item, new Map(stages));
  return { run: reviewedRun(record, outcomes), outcomes };
}
