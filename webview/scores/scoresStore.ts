import type { PageChannel } from '../../src/protocol/channel.ts';
import type { ParamsOf, ResultOf } from '../../src/protocol/messages.ts';
import type { scoreEvents, scoreRequests } from '../../src/protocol/scoreMessages.ts';
import type { BoardView, RunEntry, RunScoresView, ScoresInfo, ScoresTopic } from '../../src/protocol/scoreViews.ts';
import { Observable } from '../ui/observable.ts';
import { chosenRuns, intentFor, readIntent, type ScoresIntent } from './scoresIntent.ts';

/** The scores page's end of the channel. */
export type ScoresChannel = PageChannel<typeof scoreRequests, typeof scoreEvents>;
/** Formats that the host can write. */
export type CopyFormat = ParamsOf<typeof scoreRequests, 'copy'>['format'];
/** A cell of a confusion matrix. */
export type CellRef = ParamsOf<typeof scoreRequests, 'openCell'>;
type Compared = ResultOf<typeof scoreRequests, 'compare'>;

/** Where the intent is kept between two lives of the page. */
export interface IntentShelf {
  stored(): unknown;
  store(intent: ScoresIntent): void;
}

/** Figures follow a run that goes on this often at most, in ms. */
const refreshEveryMs = 1000;

/** What the scores page knows: the person's choice, and what the host said of it. Holds no DOM. */
export class ScoresStore extends Observable {
  readonly #channel: ScoresChannel;
  readonly #shelf: IntentShelf;
  readonly #scores = new Map<string, RunScoresView | { readonly error: string }>();
  #intent: ScoresIntent;
  #loading = false;
  #again = false;
  #refreshed = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #comparedKey = '';
  /** `undefined` until the host has answered. */
  info: ScoresInfo | undefined;
  board: BoardView | null | undefined;
  compared: Compared = { tables: [], why: [] };
  /** Why the host could not be asked; what was last heard stays on screen. */
  error: string | undefined;
  /** Why the last thing that the person did was not done. */
  actionError: string | undefined;
  /** One sentence for screen readers. */
  announcement = '';

  constructor(channel: ScoresChannel, shelf: IntentShelf) {
    super();
    this.#channel = channel;
    this.#shelf = shelf;
    this.#intent = readIntent(shelf.stored());
    channel.on('changed', () => this.#refreshSoon());
    channel.on('show', (topic) => this.show(topic));
  }

  get intent(): ScoresIntent {
    return this.#intent;
  }

  /** The runs that are shown, newest first. */
  get chosen(): readonly RunEntry[] {
    return chosenRuns(this.#intent.topic, this.info?.runs ?? []);
  }

  /** The run whose details are shown. */
  get detailed(): RunEntry | undefined {
    return this.chosen.find(({ run }) => run === this.#intent.detailed) ?? this.chosen[0];
  }

  /** Scores of a run: `undefined` while they are computed for the first time. */
  scores(run: string): RunScoresView | { readonly error: string } | undefined {
    return this.#scores.get(run);
  }

  /** Asks for everything that the page shows, without taking away what is there; also what "Try Again" does. */
  load(): void {
    if (this.#loading) {
      this.#again = true;
      return;
    }
    this.#loading = true;
    this.#refreshed = Date.now();
    void this.#fetch().finally(() => {
      this.#loading = false;
      if (!this.#again) return;
      this.#again = false;
      this.#refreshSoon();
    });
  }

  /** Shows other runs. */
  show(topic: ScoresTopic): void {
    this.set({ topic, detailed: undefined, scroll: 0 });
    this.load();
  }

  /** Takes a run to what is shown, or away from it. */
  toggle(run: string): void {
    const shown = this.chosen.map((one) => one.run);
    const runs = shown.includes(run) ? shown.filter((one) => one !== run) : [...shown, run];
    this.set({ topic: { runs } });
    this.load();
  }

  /** Changes the intent, and keeps it. */
  set(change: Partial<Omit<ScoresIntent, 'version' | 'root'>>): void {
    this.#intent = { ...this.#intent, ...change };
    this.#shelf.store(this.#intent);
    this.notify();
  }

  /** Keeps how far the page is scrolled, which is no reason to draw it again. */
  keepScroll(scroll: number): void {
    this.#intent = { ...this.#intent, scroll };
    this.#shelf.store(this.#intent);
  }

  copy(format: CopyFormat, done: string): void {
    const runs = this.chosen.map(({ run }) => run);
    this.#act(this.#channel.ask('copy', { runs, format }), done);
  }

  openDocument(): void {
    this.#act(this.#channel.ask('openDocument', { runs: this.chosen.map(({ run }) => run) }));
  }

  openCell(cell: CellRef): void {
    this.#act(this.#channel.ask('openCell', cell));
  }

  openGenerator(generator: string, prompted?: string): void {
    this.#act(this.#channel.ask('openGenerator', { generator, ...(prompted === undefined ? {} : { prompted }) }));
  }

  evaluate(): void {
    this.#act(this.#channel.ask('evaluate', null));
  }

  dismiss(): void {
    this.actionError = undefined;
    this.notify();
  }

  async #fetch(): Promise<void> {
    try {
      this.info = await this.#channel.ask('info', null);
      this.error = undefined;
      this.#intent = intentFor(this.#intent, this.info.root);
      this.#shelf.store(this.#intent);
      this.notify();
      await Promise.all([...this.chosen.map((entry) => this.#fetchScores(entry)), this.#fetchBoard()]);
      await this.#fetchCompared();
    } catch (error) {
      this.error = messageOf(error);
    }
    this.notify();
  }

  async #fetchScores({ run }: RunEntry): Promise<void> {
    try {
      const scores = await this.#channel.ask('scores', { run });
      if (scores === null) this.#scores.delete(run);
      else this.#scores.set(run, scores);
    } catch (error) {
      this.#scores.set(run, { error: messageOf(error) });
    }
    this.notify();
  }

  async #fetchBoard(): Promise<void> {
    this.board = await this.#channel.ask('board', null);
    this.notify();
  }

  async #fetchCompared(): Promise<void> {
    const runs = this.chosen.map(({ run }) => run);
    const key = JSON.stringify(runs);
    // What another choice was compared to is wrong at once, not when the answer comes.
    if (key !== this.#comparedKey) this.compared = { tables: [], why: [] };
    this.#comparedKey = key;
    if (runs.length < 2) return;
    this.notify();
    this.compared = await this.#channel.ask('compare', { runs });
  }

  /** While an evaluation runs, outcomes come faster than they can be scored: the page follows, and sees the last one. */
  #refreshSoon(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#refreshed + refreshEveryMs - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.load();
    }, wait);
  }

  #act(done: Promise<unknown>, announcement?: string): void {
    this.actionError = undefined;
    done.then(
      () => {
        if (announcement === undefined) return;
        this.announcement = announcement;
        this.notify();
      },
      (error: unknown) => {
        this.actionError = messageOf(error);
        this.notify();
      },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
