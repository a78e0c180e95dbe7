/** What a person did with a question: answered it, went back to the one before, or left. */
export type Answer<T> =
  { readonly kind: 'given'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'left' };

/** One row of a list; `label` may begin with a `$(icon)`. */
export interface Row<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
}

/** What every question shows. */
interface Ask {
  readonly title: string;
  /** Where the question stands in a row of questions, from 1. */
  readonly step?: number;
  readonly steps?: number;
  readonly canGoBack?: boolean;
}

/** How work that goes on behind a list changes what it shows. */
export interface ListShown<T> {
  readonly rows?: readonly Row<T>[];
  readonly placeholder?: string;
}

/** A list to pick from. */
export interface PickAsk<T> extends Ask {
  readonly placeholder: string;
  readonly rows: readonly Row<T>[];
  /** The row that Enter takes. */
  readonly active?: (value: T) => boolean;
  /** A row made of what is being written, above the others (`first`) or below them. */
  readonly typed?: { readonly place: 'first' | 'last'; row(text: string): Row<T> | undefined };
  /** Work that goes on while the list is shown; what it returns, unless `undefined`, is the answer. The signal ends with the list. */
  readonly work?: (show: (shown: ListShown<T>) => void, signal: AbortSignal) => Promise<T | undefined>;
}

/** What is said about a text while it is written; an error cannot be confirmed. */
export interface Remark {
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: string;
}

/** A line to write. */
export interface WriteAsk extends Ask {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly isSecret?: boolean;
  /** Why it is asked, or asked again; shown until something is written. */
  readonly note?: Remark;
  readonly check: (text: string) => Remark | undefined;
}

/** How a message looks. */
export type Tone = 'info' | 'warning' | 'error';

/** The questions and messages of a window; tests bring their own. */
export interface Prompts {
  pick<T>(ask: PickAsk<T>): Promise<Answer<T>>;
  write(ask: WriteAsk): Promise<Answer<string>>;
  /** A message with buttons; resolves with the one that was pressed. */
  tell(tone: Tone, text: string, ...buttons: readonly string[]): Promise<string | undefined>;
  /** A question that has to be answered before anything else. */
  confirm(text: string, detail: string, action: string): Promise<boolean>;
  /** Shows that something goes on; the signal aborts when the person cancels it. */
  during<T>(title: string, work: (say: (text: string) => void, signal: AbortSignal) => Promise<T>): Promise<T>;
}
