import type { Descriptor } from '../../src/core/benchmark/descriptor.ts';
import type { PageChannel } from '../../src/protocol/channel.ts';
import type {
  configureEvents,
  ConfigureInfo,
  configureRequests,
  EffectView,
} from '../../src/protocol/configureMessages.ts';
import { Observable } from '../ui/observable.ts';

/** The page's end of the channel. */
export type ConfigureChannel = PageChannel<typeof configureRequests, typeof configureEvents>;

type Columns = NonNullable<Descriptor['columns']>;

/** How long typing may pause before its effect is asked for, ms. */
const pauseMs = 250;

/** What the page knows: what was inferred, what the person has corrected so far, and what that comes to. Holds no DOM. */
export class ConfigureStore extends Observable {
  readonly #channel: ConfigureChannel;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  info: ConfigureInfo | undefined;
  /** The corrections as they would be saved. */
  draft: Descriptor = { version: 1 };
  /** What the draft comes to; what is open until the first preview has come. */
  effect: EffectView | undefined;
  /** A preview is on its way. */
  waiting = false;
  saving = false;
  /** Why the host could not be asked for anything. */
  error: string | undefined;
  /** Why the last preview or saving failed. */
  actionError: string | undefined;
  /** Said to those who hear the page. */
  announcement = '';

  constructor(channel: ConfigureChannel) {
    super();
    this.#channel = channel;
    channel.on('changed', () => {
      if (!this.isChanged && !this.saving) void this.load();
    });
  }

  /** Whether there is anything to save. */
  get isChanged(): boolean {
    return this.info !== undefined && JSON.stringify(this.draft) !== JSON.stringify(this.info.corrected);
  }

  async load(): Promise<void> {
    try {
      const info = await this.#channel.ask('info', null);
      this.info = info;
      this.draft = info.corrected;
      this.effect = info.effect;
      this.error = undefined;
    } catch (error) {
      this.error = messageOf(error);
    }
    this.notify();
  }

  setFormat(format: string): void {
    this.#change({ format: format as NonNullable<Descriptor['format']> });
  }

  setFileName(fileName: string): void {
    this.#change({ fileName });
  }

  /** Gives a column of a table a role, or (empty) none; a role belongs to one column. */
  setRole(column: string, role: string): void {
    const inForce: Record<string, unknown> = { ...this.effect?.descriptor.columns, ...this.draft.columns };
    const columns: Record<string, unknown> = { ...this.draft.columns };
    // An empty name says that no column holds it: without one it would be inferred again.
    for (const [other, held] of Object.entries(inForce)) if (held === column) columns[other] = '';
    if (role !== '') columns[role] = column;
    this.#change({ columns: columns as Columns });
  }

  /** Folds a spelling into a label; an empty label takes the correction back. */
  setFolding(spelling: string, label: string): void {
    const { [spelling]: _before, ...rest } = this.draft.foldings ?? {};
    this.#change({ foldings: label === '' ? rest : { ...rest, [spelling]: label } });
  }

  setPolarity(label: string, polarity: string): void {
    const before = this.draft.polarity ?? {};
    this.#change({ polarity: { ...before, [label]: polarity as NonNullable<Descriptor['polarity']>[string] } });
  }

  setScale(name: 'degree' | 'quality', end: 'min' | 'max', text: string): void {
    const value = Number(text);
    const known = this.draft.scales?.[name] ?? this.#scaleInForce(name);
    if (text.trim() === '' || !Number.isFinite(value) || known === undefined) return;
    this.#change({ scales: { ...this.draft.scales, [name]: { min: known.min, max: known.max, [end]: value } } });
  }

  /** Goes back to what is in the file. */
  reset(): void {
    if (this.info === undefined) return;
    this.draft = this.info.corrected;
    this.effect = this.info.effect;
    this.actionError = undefined;
    this.#asked++;
    clearTimeout(this.#timer);
    this.waiting = false;
    this.notify();
  }

  async save(said: string): Promise<void> {
    this.saving = true;
    this.notify();
    try {
      await this.#channel.ask('save', { descriptor: this.draft });
      this.actionError = undefined;
      this.announcement = said;
      await this.load();
    } catch (error) {
      this.actionError = messageOf(error);
    }
    this.saving = false;
    this.notify();
  }

  openFile(): void {
    this.#channel.ask('openFile', null).catch((error: unknown) => {
      this.actionError = messageOf(error);
      this.notify();
    });
  }

  dismiss(): void {
    this.actionError = undefined;
    this.notify();
  }

  #scaleInForce(name: 'degree' | 'quality'): { readonly min: number; readonly max: number } | undefined {
    return this.effect?.scales.find((scale) => scale.name === name);
  }

  #change(part: Partial<Descriptor>): void {
    this.draft = { ...this.draft, ...part };
    this.waiting = true;
    this.notify();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#preview(), pauseMs);
  }

  async #preview(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const effect = await this.#channel.ask('preview', { descriptor: this.draft });
      if (mine !== this.#asked) return;
      this.effect = effect;
      this.actionError = undefined;
    } catch (error) {
      // One that a later one ended says nothing.
      if (mine !== this.#asked) return;
      this.actionError = messageOf(error);
    }
    this.waiting = false;
    this.notify();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
