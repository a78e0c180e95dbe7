import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { decodeText } from '../../core/benchmark/tables/decodeText.ts';
import {
  type ReadViews,
  type SavedView,
  queryFault,
  readViews,
  viewsPath,
  withView,
  withViewRenamed,
  withoutView,
} from '../../core/query/viewsFile.ts';
import type { ViewsFault } from '../../core/query/viewsFile.ts';
import type { FileLock } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import { fileErrorText } from '../../core/words/fileErrorText.ts';
import { queryErrorText } from '../../core/words/queryText.ts';
import { viewsFaultText } from '../../core/words/viewsText.ts';
import { isBeside, storeUri } from '../authoring/authoredFiles.ts';
import { DisposableStore } from '../disposables.ts';
import type { ListingRequest } from '../pages/listing.ts';
import { term } from '../pages/cellQuery.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Workbench } from '../workbench.ts';
import { type ViewCount, ViewCounts } from './viewCounts.ts';

/** The saved views of the open benchmarks, as their files have them: edits by hand are followed, faults are in the Problems panel. */
export class SavedViews implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection('emolens-views'));
  readonly #didChange = this.#owned.add(new vscode.EventEmitter<BenchmarkSession>());
  /** The views of a benchmark are others now, or find more or less than before. */
  readonly onDidChange = this.#didChange.event;
  readonly #workbench: Workbench;
  readonly #files = new Map<BenchmarkSession, { read: ReadViews; watcher: vscode.Disposable }>();
  readonly #counts = this.#owned.add(new ViewCounts((session) => this.#didChange.fire(session)));

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.#owned.add(workbench.onDidChangeSessions(() => this.#follow()));
    this.#follow();
  }

  /** The views of a benchmark, in the order of its file. */
  of(session: BenchmarkSession): readonly SavedView[] {
    return this.#files.get(session)?.read.views ?? [];
  }

  /** How many portraits a view finds, as far as that is known; {@link onDidChange} tells when it is. */
  countOf(session: BenchmarkSession, view: SavedView): ViewCount {
    return this.#counts.of(session, view);
  }

  /** Asks for a name and keeps a listing under it. Whether it was kept. */
  async save(session: BenchmarkSession, listing: ListingRequest): Promise<boolean> {
    const { query } = listing.filter;
    const name = await this.#askName(session, l10n.t('Save View: name'), query.trim());
    if (name === undefined) return false;
    return this.write(session, (text) => withView(text, viewOf(name, listing)));
  }

  /** Asks for another name of a view. */
  async rename(session: BenchmarkSession, name: string): Promise<void> {
    const to = await this.#askName(session, l10n.t('Rename View'), name, name);
    if (to !== undefined && to !== name) await this.write(session, (text = '') => withViewRenamed(text, name, to));
  }

  async remove(session: BenchmarkSession, name: string): Promise<void> {
    await this.write(session, (text = '') => withoutView(text, name));
  }

  /** Opens the file where the views stand. */
  async edit(session: BenchmarkSession): Promise<void> {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(storeUri(session), viewsPath));
  }

  dispose(): void {
    for (const { watcher } of this.#files.values()) watcher.dispose();
    this.#owned.dispose();
  }

  /** Changes the file as a whole, while no other window does. A file that cannot be read is left as it is, and shown. */
  async write(session: BenchmarkSession, change: ViewsChange): Promise<boolean> {
    const lock = await lockOf(session);
    try {
      return await this.#write(session, change);
    } finally {
      await lock?.release();
    }
  }

  async #write(session: BenchmarkSession, change: ViewsChange): Promise<boolean> {
    const bytes = await session.store.read(viewsPath);
    if (!bytes.ok && bytes.error.kind !== 'notFound') {
      void vscode.window.showErrorMessage(fileErrorText(bytes.error));
      return false;
    }
    const changed = change(bytes.ok ? decodeText(bytes.value).text : undefined);
    if (!changed.ok) {
      const where = `${viewsPath}:${changed.error.line}: ${viewsFaultText(changed.error)}`;
      const open = l10n.t('Open File');
      void vscode.window
        .showErrorMessage(where, open)
        .then((chosen) => (chosen === open ? this.edit(session) : undefined));
      return false;
    }
    const written = await session.store.write(viewsPath, new TextEncoder().encode(changed.value));
    if (!written.ok) void vscode.window.showErrorMessage(fileErrorText(written.error));
    await this.#read(session);
    return written.ok;
  }

  async #askName(session: BenchmarkSession, title: string, value: string, own?: string): Promise<string | undefined> {
    const name = await vscode.window.showInputBox({
      title,
      value,
      ignoreFocusOut: true,
      validateInput: (text) => {
        if (text.trim() === '') return l10n.t('A view needs a name.');
        const taken = text.trim() !== own && this.of(session).some((view) => view.name === text.trim());
        if (!taken) return undefined;
        return own === undefined
          ? { message: l10n.t('Replaces the view of this name.'), severity: vscode.InputBoxValidationSeverity.Warning }
          : l10n.t('There is another view called "{0}".', text.trim());
      },
    });
    return name?.trim();
  }

  #follow(): void {
    const open = new Set(this.#workbench.sessions);
    for (const [session, { watcher }] of this.#files) {
      if (open.has(session)) continue;
      watcher.dispose();
      this.#collection.delete(fileUri(session));
      this.#files.delete(session);
    }
    for (const session of open) {
      if (this.#files.has(session)) continue;
      this.#files.set(session, { read: { views: [], faults: [] }, watcher: this.#watch(session) });
      void this.#read(session);
    }
  }

  #watch(session: BenchmarkSession): vscode.Disposable {
    const store = storeUri(session);
    // A folder that is not there yet cannot be watched; the benchmark's own is.
    const pattern = isBeside(store)
      ? new vscode.RelativePattern(session.root, `.emolens/${viewsPath}`)
      : new vscode.RelativePattern(store, viewsPath);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const changed = (): void => void this.#read(session);
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
    );
  }

  async #read(session: BenchmarkSession): Promise<void> {
    const bytes = await session.store.read(viewsPath);
    const file = this.#files.get(session);
    if (file === undefined) return;
    const text = bytes.ok ? decodeText(bytes.value).text : undefined;
    file.read = text === undefined ? { views: [], faults: [] } : readViews(text);
    const ofQueries = file.read.views.flatMap((view) => {
      const fault = session.faultOf(view.query);
      return fault === undefined ? [] : [queryFault(text ?? '', view, queryErrorText(fault))];
    });
    this.#collection.set(fileUri(session), [...file.read.faults, ...ofQueries].map(diagnosticOf));
    this.#didChange.fire(session);
  }
}

type ViewsChange = (text: string | undefined) => Result<string, ViewsFault>;

/** Writing the file takes milliseconds; a lock that is held for longer was left behind by another machine. */
const lockTries = 40;
const lockTryMs = 50;

async function lockOf({ store }: BenchmarkSession): Promise<FileLock | undefined> {
  for (let tries = 0; tries < lockTries; tries++) {
    const lock = await store.lock(`${viewsPath}.lock`);
    if (lock.ok) return lock.value;
    if (lock.error.kind !== 'locked') return undefined;
    await new Promise((resolve) => setTimeout(resolve, lockTryMs));
  }
  return undefined;
}

function fileUri(session: BenchmarkSession): vscode.Uri {
  return vscode.Uri.joinPath(storeUri(session), viewsPath);
}

function viewOf(name: string, { filter, sort, group = [] }: ListingRequest): SavedView {
  return {
    name,
    query: asQuery(filter),
    ...(sort === 'name' ? {} : { sort }),
    ...(group.length === 0 ? {} : { group: [...group] }),
  };
}

/** All that a list is narrowed by, as one query. */
function asQuery(filter: ListingRequest['filter']): string {
  const any = (terms: readonly string[]): string[] =>
    terms.length === 0 ? [] : [terms.length === 1 ? terms[0]! : `(${terms.join(' or ')})`];
  return [
    ...(filter.query.trim() === '' ? [] : [hasOr(filter.query) ? `(${filter.query.trim()})` : filter.query.trim()]),
    ...any(filter.emotions.map((label) => term('label', label))),
    ...any(filter.generators.map((generator) => term('generator', generator))),
    ...any(filter.outcomes.map((kind) => term('standing', kind))),
    ...(filter.review === 'all' ? [] : [filter.review === 'open' ? 'review:open' : 'review:any']),
  ].join(' ');
}

/** Whether a query could change its meaning when a condition is put beside it. */
function hasOr(query: string): boolean {
  return /\bor\b/i.test(query) && !/\bsort[:=]/i.test(query);
}

function diagnosticOf(fault: ViewsFault): vscode.Diagnostic {
  const range = new vscode.Range(fault.line - 1, fault.column - 1, fault.line - 1, fault.column - 1 + fault.length);
  const diagnostic = new vscode.Diagnostic(range, viewsFaultText(fault), vscode.DiagnosticSeverity.Warning);
  diagnostic.source = 'EmoLens';
  diagnostic.code = fault.kind;
  return diagnostic;
}
