import type * as vscode from 'vscode';

/** Owns disposables; what is registered after disposal is disposed at once, so a late registration cannot leak. */
export class DisposableStore implements vscode.Disposable {
  readonly #owned = new Set<vscode.Disposable>();
  #disposed = false;

  /** Takes ownership and hands the value back. */
  add<T extends vscode.Disposable>(disposable: T): T {
    if (this.#disposed) disposable.dispose();
    else this.#owned.add(disposable);
    return disposable;
  }

  /** Disposes everything, in the order it was added. */
  dispose(): void {
    this.#disposed = true;
    for (const one of this.#owned) one.dispose();
    this.#owned.clear();
  }
}
