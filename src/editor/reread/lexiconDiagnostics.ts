import * as vscode from 'vscode';
import { lexiconPath, loadLexicon, parseLexicon } from '../../core/evaluation/loadLexicon.ts';
import type { LexiconFileError } from '../../core/evaluation/loadLexicon.ts';
import { lexiconFaultText } from '../../core/words/lexiconText.ts';
import { DisposableStore } from '../disposables.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Workbench } from '../workbench.ts';
import { lexiconUri } from './lexiconFile.ts';

/** Keeps the Problems panel in step with the word lists of the open benchmarks, as they are typed and as they are on disk. */
export class LexiconDiagnostics implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection('emolens-lexicon'));
  readonly #workbench: Workbench;
  readonly #watching = new Map<string, vscode.Disposable>();

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    const { workspace } = vscode;
    this.#owned.add(workbench.onDidChangeSessions(() => this.#follow()));
    this.#owned.add(workspace.onDidOpenTextDocument(({ uri }) => this.#checkAt(uri)));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#checkAt(document.uri)));
    this.#owned.add(workspace.onDidCloseTextDocument(({ uri }) => this.#checkAt(uri)));
    this.#follow();
  }

  dispose(): void {
    for (const watcher of this.#watching.values()) watcher.dispose();
    this.#owned.dispose();
  }

  #follow(): void {
    const open = new Map(this.#workbench.sessions.map((session) => [lexiconUri(session).toString(), session]));
    for (const [key, watcher] of this.#watching) {
      if (open.has(key)) continue;
      watcher.dispose();
      this.#watching.delete(key);
      this.#collection.delete(vscode.Uri.parse(key, true));
    }
    for (const [key, session] of open) {
      if (this.#watching.has(key)) continue;
      this.#watching.set(key, this.#watch(session));
      void this.#check(session);
    }
  }

  #watch(session: BenchmarkSession): vscode.Disposable {
    const store = vscode.Uri.file(session.store.name);
    // A folder that is not there yet cannot be watched; the benchmark's own is.
    const pattern = store.path.endsWith('/.emolens')
      ? new vscode.RelativePattern(session.root, `.emolens/${lexiconPath}`)
      : new vscode.RelativePattern(store, lexiconPath);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const check = (): void => void this.#check(session);
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(check),
      watcher.onDidChange(check),
      watcher.onDidDelete(check),
    );
  }

  #checkAt(uri: vscode.Uri): void {
    if (!uri.path.endsWith(`/${lexiconPath}`)) return;
    const session = this.#workbench.sessions.find((one) => lexiconUri(one).toString() === uri.toString());
    if (session !== undefined) void this.#check(session);
  }

  async #check(session: BenchmarkSession): Promise<void> {
    const uri = lexiconUri(session);
    const isThis = (document: vscode.TextDocument): boolean =>
      !document.isClosed && document.uri.toString() === uri.toString();
    const onDisk = vscode.workspace.textDocuments.some(isThis) ? undefined : await loadLexicon(session.store);
    // An editor that was opened meanwhile holds what counts; its text is read after the wait, so the newest check is right.
    const typed = vscode.workspace.textDocuments.find(isThis);
    const { errors } = typed === undefined ? (onDisk ?? { errors: [] }) : parseLexicon(typed.getText(), lexiconPath);
    if (!this.#watching.has(uri.toString())) return;
    this.#collection.set(
      uri,
      errors.filter((error) => typed === undefined || !isSaidByEditor(error)).map(diagnosticOf),
    );
  }
}

/** VS Code's own JSON support says what the schema finds: saying it twice would hide the rest. */
function isSaidByEditor({ kind }: LexiconFileError): boolean {
  if (kind !== 'notJson' && kind !== 'invalid') return false;
  if (vscode.extensions.getExtension('vscode.json-language-features') === undefined) return false;
  return vscode.workspace.getConfiguration('json').get('validate.enable', true);
}

function diagnosticOf(error: LexiconFileError): vscode.Diagnostic {
  const { line, column, length, kind } = error;
  const range = new vscode.Range(line - 1, column - 1, line - 1, column - 1 + length);
  const diagnostic = new vscode.Diagnostic(range, lexiconFaultText(error), vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'EmoLens';
  diagnostic.code = kind;
  return diagnostic;
}
