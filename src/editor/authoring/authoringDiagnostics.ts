import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { readProtocols, type ProtocolFileError } from '../../core/evaluation/loadProtocols.ts';
import { readStrategyText } from '../../core/evaluation/strategyFile.ts';
import type { TextPlace } from '../../core/evaluation/textPlace.ts';
import { protocolFileErrorText, strategyFileErrorText } from '../../core/words/authoringText.ts';
import { decodeText } from '../../core/benchmark/tables/decodeText.ts';
import { readableFolder } from '../../platform/node/nodeFolder.ts';
import { DisposableStore } from '../disposables.ts';
import type { Workbench } from '../workbench.ts';
import { authoredFile, authoredKinds, isAuthored, isBeside, storeUri, type AuthoredKind } from './authoredFiles.ts';

/** How long typing rests before the files are checked, in ms. */
const restMs = 150;

/** What VS Code finds itself, by the schema, in a document that is open. */
const schemaKinds: readonly ProtocolFileError['kind'][] = [
  'notJson',
  'duplicateKey',
  'missingField',
  'unknownField',
  'invalid',
];

interface Source {
  readonly name: string;
  readonly text: string;
  readonly isOpen: boolean;
}

/**
 * Keeps the Problems panel in step with protocols and strategies: those on disk of every open benchmark, and, also without a
 * benchmark, those that are open in an editor, as they are typed.
 */
export class AuthoringDiagnostics implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection('emolens-authoring'));
  readonly #workbench: Workbench;
  readonly #watching = new Map<string, vscode.Disposable>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #told = new Map<string, ReadonlySet<string>>();
  readonly #rounds = new Map<string, number>();

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.#owned.add(workbench.onDidChangeSessions(() => this.#follow()));
    this.#owned.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#soon(document.uri)));
    this.#owned.add(vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#soon(uri)));
    this.#owned.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#soon(uri)));
    this.#owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#soon(uri)));
    for (const { uri } of vscode.workspace.textDocuments) this.#soon(uri);
    this.#follow();
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const watcher of this.#watching.values()) watcher.dispose();
    this.#owned.dispose();
  }

  /** Watches the stores of the open benchmarks and no others, and checks them all. */
  #follow(): void {
    const stores = new Map(this.#workbench.sessions.map((session) => [storeUri(session).toString(), session]));
    for (const [key, watcher] of this.#watching) {
      if (stores.has(key)) continue;
      watcher.dispose();
      this.#watching.delete(key);
      this.#checkSoon(vscode.Uri.parse(key, true));
    }
    for (const [key, session] of stores) {
      const store = storeUri(session);
      if (!this.#watching.has(key)) this.#watching.set(key, this.#watch(store, session.root));
      this.#checkSoon(store);
    }
  }

  /**
   * Watches the folders of the files, and what they are in: an editor that watches a tree does not always see into folders that
   * were made a moment ago, one in the other, so the inner ones are watched anew when they appear.
   */
  #watch(store: vscode.Uri, root: vscode.Uri): vscode.Disposable {
    const inner = (): vscode.Disposable =>
      vscode.Disposable.from(
        ...authoredKinds.map((kind) => {
          const soon = (): void => this.#checkSoon(store);
          return watched(new vscode.RelativePattern(vscode.Uri.joinPath(store, kind), '*'), soon);
        }),
      );
    let within = inner();
    const outer = isBeside(store)
      ? new vscode.RelativePattern(root, '{.emolens,.emolens/protocols,.emolens/strategies}')
      : new vscode.RelativePattern(store, '{protocols,strategies}');
    const around = watched(outer, () => {
      within.dispose();
      within = inner();
      this.#checkSoon(store);
    });
    return vscode.Disposable.from(around, {
      dispose: () => {
        within.dispose();
      },
    });
  }

  #soon(uri: vscode.Uri): void {
    const file = authoredFile(uri, this.#workbench.sessions);
    if (file !== undefined) this.#checkSoon(file.store);
  }

  #checkSoon(store: vscode.Uri): void {
    const key = store.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        void this.#check(store);
      }, restMs),
    );
  }

  async #check(store: vscode.Uri): Promise<void> {
    const key = store.toString();
    const round = (this.#rounds.get(key) ?? 0) + 1;
    this.#rounds.set(key, round);
    const [protocols, strategies] = await Promise.all(authoredKinds.map((kind) => this.#sources(store, kind)));
    // A check that began later has read newer files, and may have ended earlier.
    if (this.#rounds.get(key) !== round) return;
    const found = new Map<string, vscode.Diagnostic[]>([
      ...protocolDiagnostics(store, protocols ?? []),
      ...strategyDiagnostics(store, strategies ?? []),
    ]);
    for (const uri of this.#told.get(key) ?? [])
      if (!found.has(uri)) this.#collection.delete(vscode.Uri.parse(uri, true));
    for (const [uri, diagnostics] of found) this.#collection.set(vscode.Uri.parse(uri, true), diagnostics);
    this.#told.set(key, new Set(found.keys()));
  }

  /** The texts of a folder, as editors hold them where they do; without a benchmark, those in editors alone. */
  async #sources(store: vscode.Uri, kind: AuthoredKind): Promise<readonly Source[]> {
    const sources = new Map<string, Source>();
    if (this.#watching.has(store.toString())) {
      const folder = readableFolder(store.fsPath);
      const listed = await folder.list(kind);
      for (const entry of listed.ok ? listed.value : []) {
        if (entry.kind !== 'file' || !isAuthored(kind, entry.name)) continue;
        const bytes = await folder.read(`${kind}/${entry.name}`);
        if (bytes.ok) sources.set(entry.name, { name: entry.name, text: decodeText(bytes.value).text, isOpen: false });
      }
    }
    for (const document of vscode.workspace.textDocuments) {
      const file = document.isClosed ? undefined : authoredFile(document.uri, this.#workbench.sessions);
      if (file?.kind !== kind || file.store.toString() !== store.toString()) continue;
      sources.set(file.name, { name: file.name, text: document.getText(), isOpen: true });
    }
    return [...sources.values()];
  }
}

/** Calls back when something that a pattern names appears, changes or goes. */
function watched(pattern: vscode.RelativePattern, changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
  );
}

function protocolDiagnostics(store: vscode.Uri, sources: readonly Source[]): [string, vscode.Diagnostic[]][] {
  const { errors } = readProtocols(sources.map(({ name, text }) => ({ file: name, text })));
  return sources.map(({ name, text, isOpen }) => {
    const all = errors.filter(({ file }) => file === name);
    const byEditor =
      isOpen && isCheckedByEditor(store, text) ? all.filter(({ kind }) => schemaKinds.includes(kind)) : [];
    const own = all.filter((error) => !byEditor.includes(error));
    const diagnostics = own.map((error) => diagnosticOf(error, protocolFileErrorText(error)));
    // The editor calls them warnings, and does not know what follows.
    if (byEditor[0] !== undefined) diagnostics.push(diagnosticOf({ ...byEditor[0], kind: 'leftOut' }, leftOutText()));
    return [vscode.Uri.joinPath(store, 'protocols', name).toString(), diagnostics];
  });
}

function leftOutText(): string {
  return l10n.t('EmoLens leaves this protocol out until what the editor finds here is put right.');
}

function strategyDiagnostics(store: vscode.Uri, sources: readonly Source[]): [string, vscode.Diagnostic[]][] {
  return sources.map(({ name, text }) => {
    const read = readStrategyText(name.slice(0, -'.md'.length), text);
    const faults = read.ok ? [] : read.faults;
    const uri = vscode.Uri.joinPath(store, 'strategies', name);
    return [uri.toString(), faults.map((fault) => diagnosticOf(fault, strategyFileErrorText(fault)))];
  });
}

/** Whether VS Code's own JSON support says what the schema finds: saying it twice would hide the rest. */
function isCheckedByEditor(store: vscode.Uri, text: string): boolean {
  if (vscode.extensions.getExtension('vscode.json-language-features') === undefined) return false;
  if (!vscode.workspace.getConfiguration('json').get('validate.enable', true)) return false;
  return isBeside(store) || text.includes('"$schema"');
}

function diagnosticOf(
  { kind, line, column, length }: TextPlace & { readonly kind: string },
  text: string,
): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, column - 1, line - 1, column - 1 + length);
  const diagnostic = new vscode.Diagnostic(range, text, vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'EmoLens';
  diagnostic.code = kind;
  return diagnostic;
}
