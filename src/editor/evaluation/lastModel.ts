import * as vscode from 'vscode';

const key = 'lastModel';

/** The name of the model that was asked last in this workspace: offered first the next time, and shown in the status bar. */
export class LastModel implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #didChange = new vscode.EventEmitter<void>();
  /** It was chosen by hand; beginning an evaluation changes it as well, and tells so by itself. */
  readonly onDidChange = this.#didChange.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  get name(): string | undefined {
    return this.#state.get<string>(key);
  }

  async choose(name: string): Promise<void> {
    await this.#state.update(key, name);
    this.#didChange.fire();
  }

  dispose(): void {
    this.#didChange.dispose();
  }
}
