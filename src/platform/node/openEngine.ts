import { isAtOrBelow } from '../../core/benchmark/files/atOrBelow.ts';
import { examineBenchmark } from '../../core/benchmark/examineBenchmark.ts';
import { textAt } from '../../core/benchmark/itemColumns.ts';
import type { OpenProgress } from '../../core/benchmark/openBenchmark.ts';
import type { Problem } from '../../core/benchmark/problem.ts';
import type { ReadableFolder, Stop } from '../../core/ports.ts';
import { ok } from '../../core/result.ts';
import { benchmarkFolder } from './benchmarkFolder.ts';
import { createImageCodec } from './pictures/imageCodec.ts';
import { FollowedFolder } from './followedFolder.ts';
import { letGo } from './frugalProcess.ts';
import { nodeHasher } from './nodeHasher.ts';
import type { RaisedHand } from './raisedHand.ts';
import { RestfulJob, restFor } from './restfulJob.ts';
import { openCached, type CachedOpening, type KnownFolder, type PlainBenchmark } from './openCached.ts';
import type { OpenReply, OpenRequest } from './openMessages.ts';
import { type KeptNotes, openPictureNotes } from './pictureNotes.ts';

/** So many problems in one message take their reader about a millisecond. */
const problemsAtOnce = 1000;
const progressEveryMs = 100;

/** How long nothing must have happened before a listing that came of events is held against the disk, ms. */
const restAfterMs = 1500;
/** How long nothing must have happened before all is read that was left open, ms: a next event is not kept waiting by that. */
const breathMs = 300;
/** Where something happens again and again before that, all is read after this long all the same, ms. */
const usualPatienceMs = 60_000;
/** The editor tells what happens on the disk a moment later: for so long an event that explains what is there may be on its way, ms. */
const graceMs = 1000;

type OpenFolder = Extract<OpenRequest, { do: 'open' }>;

interface Last {
  readonly request: OpenFolder;
  readonly ids: { readonly length: number; readonly idAt: (index: number) => string };
}

/** What an engine can be made with besides its ear. */
export interface EngineOptions {
  /** Of fewer items than this all is read again whenever something changes; see `OpenMemory`. */
  readonly fewItems?: number | undefined;
  /** Up while a folder is to be opened that was not heard of yet. */
  readonly hand?: RaisedHand;
  /** For so long what tables say may be left open while pictures come and go, ms. */
  readonly patienceMs?: number;
}

/** Does what an {@link OpenRequest} asks, one after the other, and says what came of it; a worker's inside. */
export class OpenEngine {
  readonly #say: (reply: OpenReply, moved: readonly ArrayBufferLike[]) => void;
  readonly #stopping = new AbortController();
  #examining: AbortController | undefined;
  #last: Last | undefined;
  #folder: FollowedFolder | undefined;
  /** Paths that something happened to since all pictures were looked at; `undefined` where that may be all. */
  #unseen: Set<string> | undefined;
  #notes: { readonly request: OpenFolder; readonly notes: KeptNotes } | undefined;
  #work = Promise.resolve();
  /** What is done when nothing is asked for a while. */
  #resting: RestfulJob | undefined;
  /** What is kept for the next time is written. */
  #kept = Promise.resolve();
  /** What was read when there was time, in place of what was provisional: it is there for whoever asks next, if nothing happened since. */
  #ready: CachedOpening | undefined;
  /** Since when what tables say is left open. */
  #openSince: number | undefined;
  readonly #options: EngineOptions;

  constructor(say: (reply: OpenReply, moved: readonly ArrayBufferLike[]) => void, options: EngineOptions = {}) {
    this.#say = say;
    this.#options = options;
  }

  ask(request: OpenRequest): void {
    if (request.do === 'interrupt') return this.#examining?.abort();
    if (request.do === 'open') this.#resting?.stop();
    this.#work = this.#work.then(() => {
      if (request.do === 'open') return this.#open(request);
      return request.do === 'examine' ? this.#examine(request) : this.#settle();
    });
  }

  /** Ends what is under way, as far as it can be ended. */
  stop(): void {
    this.#stopping.abort();
    this.#resting?.stop();
  }

  async #open(request: OpenFolder): Promise<void> {
    const begun = performance.now();
    this.#options.hand?.lower();
    this.#resting?.stop();
    await this.#resting?.over;
    const ready = request.changed?.length === 0 ? this.#ready : undefined;
    this.#ready = undefined;
    const { opened, cached, isProvisional, finish } = ready ?? (await this.#read(request));
    if (!opened.ok) return this.#say({ is: 'failed', error: opened.error }, []);
    this.#openSince = isProvisional ? (this.#openSince ?? begun) : undefined;
    this.#noteChange(request.changed);
    const { problems, ...rest } = opened.value;
    // The cache is written from what is given away here, and what was read from it is one piece of memory.
    const items = withOwnNumbers(rest.items);
    letGo();
    this.#last = { request, ids: idsOf({ items }) };
    this.#sayProblems(problems);
    const ms = performance.now() - begun;
    this.#say({ is: 'opened', benchmark: { ...rest, items, problems: [] }, cached, ms }, buffersIn(items));
    const isUnsure = this.#folder?.isUnsure === true;
    if (!isUnsure) this.#kept = finish();
    // The first event is followed as quickly as later ones.
    if (cached && this.#folder !== undefined) await this.#read({ ...request, cache: undefined });
    if (isProvisional) this.#resting = new RestfulJob(breathMs, (signal) => this.#readOn(request, signal));
    else this.#restLater(isUnsure ? finish : undefined);
  }

  /** Where events do not explain what is there, something may have happened to any picture. */
  #noteChange(changed: readonly string[] | undefined): void {
    if (changed === undefined || this.#folder?.isUnsure !== true) this.#unseen = undefined;
    else for (const path of changed) this.#unseen?.add(path);
  }

  /** `whole`: of what was listed last, or is `known` of it, nothing is left open, and reading ends where it is told to. */
  #read(request: OpenFolder, whole?: Stop, known?: KnownFolder): Promise<CachedOpening> {
    const isKnown = this.#folder?.root === request.root && this.#folder.isKnown;
    if (this.#folder?.root !== request.root) this.#folder = undefined;
    if (request.follow === true) this.#folder ??= new FollowedFolder(request.root, this.#options.fewItems);
    const folder = this.#folder;
    const { patienceMs = usualPatienceMs } = this.#options;
    const isOverdue = this.#openSince !== undefined && performance.now() - this.#openSince > patienceMs;
    return openCached(request.root, {
      ...request,
      changed: whole || isOverdue ? undefined : request.changed,
      signal: whole ?? this.#stopping.signal,
      // Nobody waits for what was not asked for.
      ...(!whole && { onProgress: this.#tellProgress() }),
      askCache: !isKnown,
      ...(folder && {
        folder: folder.keeper.folder,
        known: known ?? (whole ? folder.again() : folder.known(request.changed)),
        memory: folder.memory,
      }),
    });
  }

  /**
   * Events may have been lost: what they led to is held against the disk, and kept for the next time with `finish`, when nothing else happens. Then there
   * is time for what later events may need.
   */
  #restLater(finish: (() => Promise<void>) | undefined): void {
    const folder = this.#folder;
    if (folder === undefined) return;
    this.#resting = new RestfulJob(restAfterMs, async (signal) => {
      if (finish !== undefined && !(await folder.verify(signal))) {
        await restFor(graceMs, signal);
        if (!signal.aborted) this.#say({ is: 'doubted' }, []);
        return;
      }
      if (finish !== undefined) this.#kept = finish().then(() => this.#notes?.notes.keep());
      await folder.prepare(signal);
      await this.#practise(folder, signal);
    });
  }

  /** What is run some times is made fast by the engine of the language: after this the first event is followed as quickly as later ones. */
  async #practise(folder: FollowedFolder, signal: AbortSignal): Promise<void> {
    const stop = this.#stopOn(signal);
    for (const known of folder.practice()) {
      if (this.#last === undefined || stop.aborted) return;
      await this.#read({ ...this.#last.request, cache: undefined }, stop, known);
    }
  }

  /** A signal that is also there when somebody asks for something whom this thread, in a loop, cannot hear. */
  #stopOn(signal: AbortSignal): Stop {
    const { hand } = this.#options;
    return {
      get aborted() {
        return signal.aborted || hand?.isUp === true;
      },
    };
  }

  /** Reads all, now that nothing happens, and has it asked for; whoever asks for something else meanwhile does not wait for that. */
  async #readOn(request: OpenFolder, signal: AbortSignal): Promise<void> {
    const stop = this.#stopOn(signal);
    const ready = await this.#read(request, stop);
    if (!ready.opened.ok || stop.aborted) return;
    this.#ready = ready;
    this.#say({ is: 'doubted', changed: [] }, []);
  }

  async #settle(): Promise<void> {
    await this.#resting?.now();
    await this.#kept;
    await this.#notes?.notes.keep();
    this.#say({ is: 'kept' }, []);
  }

  async #examine({ deep, pace }: Extract<OpenRequest, { do: 'examine' }>): Promise<void> {
    if (this.#last === undefined) return;
    const { request, ids } = this.#last;
    const codec = deep === false ? undefined : createImageCodec();
    this.#examining = new AbortController();
    const { signal } = this.#examining;
    const notes = await this.#notesOf(request);
    notes.begin();
    const examined = await examineBenchmark(this.#pictures(request.root, notes), ids, {
      hasher: nodeHasher,
      deep,
      notes,
      signal: AbortSignal.any([signal, this.#stopping.signal]),
      ...(codec && { codec }),
      onProgress: this.#tellProgress(),
      ...(pace && { onProblems: (problems) => this.#sayProblems(problems) }),
    });
    // Who waits for the end gets them in the order of the items.
    if (!pace) this.#sayProblems(examined.problems);
    const whole = !signal.aborted;
    this.#say({ is: 'examined', whole, sizes: examined.sizes }, [examined.sizes.buffer]);
    const disposed = codec?.dispose();
    // Who interrupts waits for something else; then what was noted is written when it is quiet.
    if (!whole) return;
    notes.end();
    this.#unseen = new Set();
    await Promise.all([notes.keep(), disposed]);
  }

  /** The folder's pictures; of those that nothing happened to it is known how large and how old they are. */
  #pictures(root: string, notes: KeptNotes): ReadableFolder {
    const folder = benchmarkFolder(root);
    const unseen = this.#unseen;
    if (unseen === undefined) return folder;
    return {
      ...folder,
      stat: (path) => {
        const known = isAtOrBelow(path, unseen) ? undefined : notes.seen(path);
        return known === undefined ? folder.stat(path) : Promise.resolve(ok({ kind: 'file' as const, ...known }));
      },
    };
  }

  async #notesOf(request: OpenFolder): Promise<KeptNotes> {
    const { root, cache, version } = request;
    const known = this.#notes?.request;
    if (known?.root !== root || known.cache !== cache || known.version !== version) {
      this.#notes = { request, notes: await openPictureNotes(root, cache, version) };
    }
    return this.#notes!.notes;
  }

  #sayProblems(problems: readonly Problem[]): void {
    for (let at = 0; at < problems.length; at += problemsAtOnce) {
      this.#say({ is: 'problems', problems: problems.slice(at, at + problemsAtOnce) }, []);
    }
  }

  #tellProgress(): (progress: OpenProgress) => void {
    let told = 0;
    return (progress) => {
      if (performance.now() - told < progressEveryMs && progress.done !== progress.total) return;
      told = performance.now();
      this.#say({ is: 'progress', progress }, []);
    };
  }
}

function idsOf({ items }: Pick<PlainBenchmark, 'items'>): Last['ids'] {
  const ids = { ...items.ids, ends: items.ids.ends.slice() };
  return { length: items.length, idAt: (index) => textAt(ids, index) ?? '' };
}

/** The same, with memory of its own for all numbers. */
function withOwnNumbers<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return (value as unknown as Uint32Array).slice() as unknown as T;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withOwnNumbers(one as unknown)])) as T;
}

/** The memory of all numbers in a value, each piece once. */
function buffersIn(value: unknown, found = new Set<ArrayBufferLike>()): readonly ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const one of Object.values(value)) buffersIn(one, found);
  }
  return [...found];
}
