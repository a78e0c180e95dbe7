import * as vscode from 'vscode';

/** What changed in a session: the portraits concerned, or all of them. */
export interface SessionChange {
  readonly items: ReadonlySet<string> | 'all';
}

/** How long changes are gathered before they are told, in ms: a batch run brings hundreds of outcomes a second. */
const gatherMs = 100;
/** The same for files that were read anew, on which somebody waits. */
const readMs = 5;

/** Gathers what changes in a session, and tells it together. */
export class SessionNews implements vscode.Disposable {
  readonly #didChange = new vscode.EventEmitter<SessionChange>();
  readonly onDidChange = this.#didChange.event;
  #pending: Set<string> | 'all' = new Set();
  #timer: NodeJS.Timeout | undefined;
  #revision = 0;

  /** Goes up with every change. */
  get revision(): number {
    return this.#revision;
  }

  add(items: Iterable<string> | 'all'): void {
    this.#revision++;
    if (items === 'all' || this.#pending === 'all') this.#pending = 'all';
    else for (const id of items) this.#pending.add(id);
    this.#timer ??= setTimeout(() => this.#tell(), items === 'all' ? readMs : gatherMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#didChange.dispose();
  }

  #tell(): void {
    const items = this.#pending;
    this.#pending = new Set();
    this.#timer = undefined;
    this.#didChange.fire({ items });
  }
}
