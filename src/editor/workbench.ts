import * as vscode from 'vscode';
import type { Benchmark } from '../core/benchmark/benchmark.ts';
import type { Items } from '../core/benchmark/item.ts';
import { ItemTable } from '../core/benchmark/itemTable.ts';
import type { OpenError } from '../core/benchmark/openBenchmark.ts';
import type { Result } from '../core/result.ts';
import { PlaceList } from '../core/query/placeList.ts';
import { err, ok } from '../core/result.ts';
import { openErrorText } from '../core/words/openErrorText.ts';
import { openProgressText } from '../core/words/openProgressText.ts';
import {
  type BenchmarkPlace,
  placeOf,
  readBenchmark,
  readRuns,
  readVerdicts,
  recognise,
} from './session/benchmarkFiles.ts';
import { setContext } from './context.ts';
import { DisposableStore } from './disposables.ts';
import type { Log } from './log.ts';
import { PictureWatch } from './session/pictureWatch.ts';
import { BenchmarkSession } from './session/session.ts';
import { ForeignRunsReader } from './session/foreignRuns.ts';
import { watchBenchmark } from './session/watchBenchmark.ts';

/** A portrait of an open benchmark. */
export interface PortraitRef {
  readonly session: BenchmarkSession;
  readonly id: string;
}

/** Portraits of one benchmark that are selected. */
export interface PortraitSelection {
  readonly session: BenchmarkSession;
  readonly items: Items;
}

const rememberedKey = 'openBenchmarks';
const currentKey = 'currentPortrait';

/** The open benchmarks of this window, and the portrait that its views are at. */
export class Workbench implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #sessions = new Map<
    string,
    {
      readonly session: BenchmarkSession;
      readonly owned: DisposableStore;
      readonly foreign: ForeignRunsReader;
      readonly pictures: PictureWatch;
      readonly place: BenchmarkPlace;
    }
  >();
  readonly #opening = new Map<string, Promise<Result<BenchmarkSession, OpenError>>>();
  readonly #didChangeSessions = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #didChangeCurrent = this.#owned.add(new vscode.EventEmitter<PortraitRef | undefined>());
  readonly #didChange = this.#owned.add(new vscode.EventEmitter<BenchmarkSession>());
  readonly #didReadRuns = this.#owned.add(new vscode.EventEmitter<BenchmarkSession>());
  /** The runs of a benchmark that was opened are there: for the largest ones that is after the benchmark itself. */
  readonly onDidReadRuns = this.#didReadRuns.event;
  /** A benchmark was opened or closed. */
  readonly onDidChangeSessions = this.#didChangeSessions.event;
  /** The window went to another portrait. */
  readonly onDidChangeCurrent = this.#didChangeCurrent.event;
  /** Something in a session changed. */
  readonly onDidChange = this.#didChange.event;
  #current: PortraitRef | undefined;
  #selection: PortraitSelection | undefined;
  #order: PlaceList | undefined;
  #active: BenchmarkSession | undefined;

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
    setContext('emolens.state', 'none');
  }

  get sessions(): readonly BenchmarkSession[] {
    return [...this.#sessions.values()].map(({ session }) => session);
  }

  /** The portrait that the window is at. */
  get current(): PortraitRef | undefined {
    return this.#current;
  }

  /** The portraits selected in the view that was used last; the current one alone where nothing else is. */
  get selection(): PortraitSelection | undefined {
    return this.#selection;
  }

  /** The benchmark that the person dealt with last, in whichever view; else the first one open. */
  get activeSession(): BenchmarkSession | undefined {
    const { sessions } = this;
    return this.#active !== undefined && sessions.includes(this.#active) ? this.#active : sessions[0];
  }

  /** Notes that the person deals with a benchmark now: commands that name none are about this one. */
  setActive(session: BenchmarkSession): void {
    this.#active = session;
  }

  sessionOf(root: vscode.Uri): BenchmarkSession | undefined {
    return this.#sessions.get(root.toString())?.session;
  }

  /**
   * Goes to a portrait; every view follows. `order` is the list that the person is going through (the tree's, or what a
   * gallery's filter found): the next and the previous portrait are taken from it until another view says another one.
   */
  setCurrent(
    current: PortraitRef | undefined,
    selection: PortraitSelection | undefined = alone(current),
    order?: PlaceList,
  ): void {
    this.#selection = selection;
    if (order !== undefined) this.#order = order;
    if (current !== undefined) this.#active = current.session;
    const same = this.#current?.session === current?.session && this.#current?.id === current?.id;
    this.#current = current;
    setContext('emolens.hasPortrait', current !== undefined);
    const place = current && { root: current.session.root.toString(), id: current.id };
    if (!same) void this.#context.workspaceState.update(currentKey, place);
    if (!same) this.#didChangeCurrent.fire(current);
  }

  /** The place of the current portrait in the list that is being gone through, counted from 0. */
  get place(): { readonly index: number; readonly total: number } {
    const { index, order } = this.#place();
    return { index, total: order?.length ?? 0 };
  }

  /** Goes to the portrait before or after the current one; at an end it stays. */
  move(by: 1 | -1): void {
    const { index, order } = this.#place();
    const next = index + by < 0 ? undefined : order?.idAt(index + by);
    if (this.#current !== undefined && next !== undefined)
      this.setCurrent({ session: this.#current.session, id: next });
  }

  #place(): { readonly index: number; readonly order?: PlaceList } {
    if (this.#current === undefined) return { index: -1 };
    const { session, id } = this.#current;
    const inOrder = this.#order?.indexOf(id) ?? -1;
    if (this.#order !== undefined && inOrder >= 0) return { index: inOrder, order: this.#order };
    const index = session.table.indexOf(id);
    return index < 0 ? { index } : { index, order: PlaceList.all(session.table) };
  }

  /** Opens a folder as a benchmark, or says why not; a folder that is open already is left as it is. */
  async open(root: vscode.Uri): Promise<Result<BenchmarkSession, OpenError>> {
    const key = root.toString();
    const there = this.#sessions.get(key);
    if (there !== undefined) return ok(there.session);
    const underWay = this.#opening.get(key) ?? this.#open(root).finally(() => this.#opening.delete(key));
    this.#opening.set(key, underWay);
    this.#tellState();
    return underWay.finally(() => this.#tellState());
  }

  /** Opens what a former session of this window had open, and every workspace folder that is a benchmark. */
  async openFound(): Promise<void> {
    const remembered = this.#context.workspaceState.get<string[]>(rememberedKey, []);
    const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
    const roots = new Map(folders.map((folder) => [folder.uri.toString(), folder.uri]));
    for (const key of remembered) roots.set(key, vscode.Uri.parse(key, true));
    await Promise.all([...roots.values()].map((root) => this.#openIfFound(root)));
    this.#goBack();
  }

  /** Reads the files of a benchmark again, those of `changed` (paths below its root) where it is known that nothing else changed; the selection stays. */
  async reload(session: BenchmarkSession, changed?: readonly string[]): Promise<void> {
    const { place, pictures } = this.#sessions.get(session.root.toString()) ?? {};
    if (place === undefined || pictures === undefined) return;
    const read = await readBenchmark(place, this.#log, { changed });
    if (read.ok) {
      const opened = read.value.benchmark;
      const runs = await runsOf(session, opened, this.#log);
      const foreign = await session.foreignOver(opened.items);
      session.replace({ ...read.value, benchmark: pictures.withKnown(opened, changed), runs, foreign });
      void this.readForeign(session);
      pictures.later(opened);
    } else this.#log.warn('open', openErrorText(read.error));
  }

  /** Reads the runs that other tools made, again where their files have changed. */
  async readForeign(session: BenchmarkSession): Promise<void> {
    await this.#sessions.get(session.root.toString())?.foreign.read();
  }

  close(session: BenchmarkSession): void {
    this.#sessions.get(session.root.toString())?.owned.dispose();
    this.#sessions.delete(session.root.toString());
    if (this.#current?.session === session) this.setCurrent(undefined);
    void this.#remember();
    this.#tellState();
    this.#didChangeSessions.fire();
  }

  dispose(): void {
    for (const { owned } of this.#sessions.values()) owned.dispose();
    this.#owned.dispose();
  }

  /** Goes to the portrait that the window was at before it was loaded again. */
  #goBack(): void {
    const place = this.#context.workspaceState.get<{ root: string; id: string }>(currentKey);
    if (place === undefined || this.#current !== undefined) return;
    const session = this.#sessions.get(place.root)?.session;
    if (session?.item(place.id) !== undefined) this.setCurrent({ session, id: place.id });
  }

  async #openIfFound(root: vscode.Uri): Promise<void> {
    if ((await recognise(root)) === 'none') return;
    const opened = await this.open(root);
    if (!opened.ok) this.#log.info('open', openErrorText(opened.error));
  }

  async #open(root: vscode.Uri): Promise<Result<BenchmarkSession, OpenError>> {
    const began = performance.now();
    const place: BenchmarkPlace = await placeOf(root, this.#context.globalStorageUri, this.#log);
    const read = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, (progress) =>
      vscode.window.withProgress({ location: { viewId: 'emolens.benchmark' } }, () =>
        readBenchmark(place, this.#log, {
          onProgress: (how) => progress.report({ message: openProgressText(how) }),
        }),
      ),
    );
    if (!read.ok) {
      void place.opener.dispose();
      return err(read.error);
    }
    const owned = new DisposableStore();
    owned.add({ dispose: () => void place.opener.dispose() });
    const session = owned.add(new BenchmarkSession(root, place.store, { ...read.value, runs: [] }));
    const foreign = owned.add(new ForeignRunsReader(session, this.#log));
    const pictures = owned.add(new PictureWatch(session, place.opener));
    owned.add(session.onDidChange(() => this.#didChange.fire(session)));
    owned.add(
      watchBenchmark(root, {
        benchmark: (changed) => this.reload(session, changed),
        predictions: () => foreign.read(),
        reviews: async () => session.replaceReviews(await readVerdicts(session.store, this.#log)),
      }),
    );
    place.opener.onDoubt = (changed) => void this.reload(session, changed);
    this.#sessions.set(root.toString(), { session, owned, foreign, pictures, place });
    void foreign.read();
    const { items, problems } = read.value.benchmark;
    const ms = Math.round(performance.now() - began);
    this.#log.info('open', `${root.fsPath}: ${items.length} portraits, ${problems.length} problems, ${ms} ms`);
    void this.#remember();
    this.#didChangeSessions.fire();
    session.replaceRuns(await runsOf(session, read.value.benchmark, this.#log));
    this.#didReadRuns.fire(session);
    void pictures.look(read.value.benchmark);
    return ok(session);
  }

  async #remember(): Promise<void> {
    await this.#context.workspaceState.update(rememberedKey, [...this.#sessions.keys()]);
  }

  #tellState(): void {
    setContext('emolens.state', this.#sessions.size > 0 ? 'open' : this.#opening.size > 0 ? 'opening' : 'none');
  }
}

function alone(current: PortraitRef | undefined): PortraitSelection | undefined {
  const item = current?.session.item(current.id);
  return current && item && { session: current.session, items: [item] };
}

function runsOf(session: BenchmarkSession, benchmark: Benchmark, log: Log): ReturnType<typeof readRuns> {
  return readRuns(session.store, log, ItemTable.of(benchmark.items), session.runs);
}
