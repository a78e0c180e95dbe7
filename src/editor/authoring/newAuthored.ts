import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FileError, ReadableFolder } from '../../core/ports.ts';
import { ok, type Result } from '../../core/result.ts';
import { fileErrorText } from '../../core/words/fileErrorText.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { type AuthoredKind, storeUri } from './authoredFiles.ts';

/** Something that a new protocol or strategy can begin as a copy of. */
export interface Pattern {
  readonly id: string;
  readonly title: string;
  /** A line on what it does; may be longer than a row is wide. */
  readonly detail: string;
  /** Whose it is; empty for one that ships inside. */
  readonly origin: string;
  /** What the eye shows. */
  readonly look: vscode.Uri;
  /** The text of a file that begins as its copy. */
  copyAs(id: string): string;
}

/** What can be said of protocols and of strategies alike, each in its own words. */
export interface Authoring {
  readonly kind: AuthoredKind;
  readonly ending: '.json' | '.md';
  readonly idPattern: RegExp;
  /** In the order in which they are offered: one's own after those that ship inside. */
  readonly patterns: readonly Pattern[];
  /** Ids of one's own that are there, whatever their files are called. */
  readonly taken: ReadonlySet<string>;
  readonly texts: { readonly pick: string; readonly name: string; readonly idRule: string; readonly replaces: string };
  /** Where the cursor goes in a new file: the first words that a person will want to change, in UTF-16 units. */
  cursorIn(text: string): readonly [start: number, end: number];
}

/** What a script or a test answers in place of a person. */
export interface NamedCopy {
  readonly from?: string;
  readonly id?: string;
}

/**
 * Asks what to begin from and for a name, writes the file, and opens it where a person will begin to write. Never overwrites. Hands back
 * the file; `undefined` when the person left, or when it could not be written, which was told.
 */
export async function newAuthored(
  session: BenchmarkSession,
  authoring: Authoring,
  named: NamedCopy = {},
): Promise<vscode.Uri | undefined> {
  const { kind, ending, patterns, texts } = authoring;
  const pattern =
    named.from === undefined
      ? await pickPattern(patterns, texts.pick)
      : patterns.findLast(({ id }) => id === named.from);
  if (pattern === undefined) return undefined;
  const before = await filesOf(session.store, kind);
  if (!before.ok) return void vscode.window.showErrorMessage(fileErrorText(before.error));
  const id = named.id ?? (await askId(pattern, before.value, authoring));
  if (id === undefined) return undefined;
  // Asking took its time, and another program or window may have written meanwhile.
  const now = await filesOf(session.store, kind);
  const fault = now.ok ? idFault(id, now.value, authoring) : fileErrorText(now.error);
  if (fault !== undefined) return void vscode.window.showErrorMessage(fault);
  const path = `${kind}/${id}${ending}`;
  const text = pattern.copyAs(id);
  const written = await session.store.write(path, new TextEncoder().encode(text));
  if (!written.ok) return void vscode.window.showErrorMessage(fileErrorText(written.error));
  const uri = vscode.Uri.joinPath(storeUri(session), path);
  const document = await vscode.workspace.openTextDocument(uri);
  const [start, end] = authoring.cursorIn(text);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  // Its cursor at the beginning: at the end of a long line it would scroll the beginnings of all lines away.
  editor.selection = new vscode.Selection(document.positionAt(end), document.positionAt(start));
  editor.revealRange(new vscode.Range(editor.selection.active, editor.selection.active));
  return uri;
}

/** The names of the files that are there, in small letters: some disks do not tell `A` from `a`. */
async function filesOf(store: ReadableFolder, kind: AuthoredKind): Promise<Result<ReadonlySet<string>, FileError>> {
  const listed = await store.list(kind);
  if (listed.ok) return ok(new Set(listed.value.map(({ name }) => name.toLowerCase())));
  return listed.error.kind === 'notFound' ? ok(new Set()) : listed;
}

async function pickPattern(patterns: readonly Pattern[], title: string): Promise<Pattern | undefined> {
  const look: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('eye'), tooltip: l10n.t('Read It') };
  const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly pattern: Pattern }>();
  picker.title = title;
  picker.placeholder = l10n.t('Begin as a copy of...');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.ignoreFocusOut = true;
  picker.items = patterns.map((pattern) => ({
    label: pattern.id,
    description: [pattern.title, pattern.origin].filter((part) => part !== '').join(' · '),
    detail: pattern.detail,
    buttons: [look],
    pattern,
  }));
  return new Promise((resolve) => {
    picker.onDidTriggerItemButton(({ item }) => {
      void vscode.window.showTextDocument(item.pattern.look, { preview: true, preserveFocus: true });
    });
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.pattern);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

function askId(pattern: Pattern, files: ReadonlySet<string>, authoring: Authoring): Thenable<string | undefined> {
  const value = freeId(pattern.id, files, authoring);
  return vscode.window.showInputBox({
    title: authoring.texts.name,
    prompt: authoring.texts.idRule,
    value,
    valueSelection: [0, value.length],
    ignoreFocusOut: true,
    validateInput: (written) => {
      const fault = idFault(written, files, authoring);
      if (fault !== undefined) return fault;
      return authoring.patterns.some(({ id, origin }) => id === written && origin === '')
        ? { message: authoring.texts.replaces, severity: vscode.InputBoxValidationSeverity.Info }
        : undefined;
    },
  });
}

function freeId(id: string, files: ReadonlySet<string>, authoring: Authoring): string {
  const base = id.startsWith('my-') ? id : `my-${id}`;
  for (let count = 1; ; count++) {
    const tried = count === 1 ? base : `${base}-${count}`;
    if (idFault(tried, files, authoring) === undefined) return tried;
  }
}

function idFault(id: string, files: ReadonlySet<string>, authoring: Authoring): string | undefined {
  const { kind, ending, idPattern, taken, texts } = authoring;
  if (!idPattern.test(id)) return texts.idRule;
  const name = `${id}${ending}`;
  if (files.has(name)) return l10n.t('There is a file {0} already. Choose another name.', `${kind}/${name}`);
  return taken.has(id) ? l10n.t('Another file has {0} already. Choose another name.', id) : undefined;
}
