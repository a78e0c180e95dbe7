import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { verdictText } from '../../core/words/standingText.ts';
import type { VerdictKind } from '../../core/review/verdict.ts';
import { DisposableStore } from '../disposables.ts';
import { type CommandId, commands } from '../ids.ts';
import type { BenchmarkSession } from '../session.ts';
import { portraitHover } from '../portraitHover.ts';
import type { Thumbnails } from '../thumbnails.ts';
import type { Workbench } from '../workbench.ts';
import type { ErrorDiagnostics, ErrorPlace } from './diagnostics.ts';

const tables: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.{csv,tsv}' };

const verdictCommands: readonly (readonly [VerdictKind, CommandId])[] = [
  ['modelWrong', commands.modelIsWrong],
  ['labelWrong', commands.labelIsWrong],
  ['ambiguous', commands.isAmbiguous],
];

/** Hover and quick fixes on the rows of a benchmark's tables, and the row's portrait as the window's current one. */
export class TableLanguage implements vscode.HoverProvider, vscode.CodeActionProvider, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #workbench: Workbench;
  readonly #diagnostics: ErrorDiagnostics;
  readonly #thumbnails: Thumbnails;
  readonly #rows = new WeakMap<object, Map<string, Map<number, string>>>();

  constructor(workbench: Workbench, diagnostics: ErrorDiagnostics, thumbnails: Thumbnails) {
    this.#thumbnails = thumbnails;
    this.#workbench = workbench;
    this.#diagnostics = diagnostics;
    this.#owned.add(vscode.languages.registerHoverProvider(tables, this));
    this.#owned.add(
      vscode.languages.registerCodeActionsProvider(tables, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
    this.#owned.add(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const row = this.#rowAt(textEditor.document.uri, selections[0]?.active.line ?? 0);
        if (row !== undefined && textEditor === vscode.window.activeTextEditor) this.#workbench.setCurrent(row);
      }),
    );
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const row = this.#rowAt(document.uri, position.line);
    const item = row?.session.item(row.id);
    if (row === undefined || item === undefined) return undefined;
    const { range } = document.lineAt(position.line);
    return new vscode.Hover(await portraitHover(row.session, item, 'table', this.#thumbnails), range);
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const actions = this.#diagnostics.at(document.uri, range).flatMap((one) => actionsFor(one.diagnostic, one.place));
    return [...actions, ...this.#takeBack(document, range)];
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #takeBack(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const row = this.#rowAt(document.uri, range.start.line);
    const item = row?.session.item(row.id);
    if (row === undefined || item === undefined || row.session.dossier(item).verdicts.length === 0) return [];
    const title = l10n.t('Take Back Verdict');
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    const at = { root: row.session.root.toString(), item: item.id };
    action.command = { command: commands.takeBackVerdict, title, arguments: [at] };
    return [action];
  }

  #rowAt(document: vscode.Uri, line: number): { readonly session: BenchmarkSession; readonly id: string } | undefined {
    for (const session of this.#workbench.sessions) {
      const base = session.root.path.endsWith('/') ? session.root.path : `${session.root.path}/`;
      if (document.scheme !== session.root.scheme || !document.path.startsWith(base)) continue;
      const id = this.#linesOf(session)
        .get(document.path.slice(base.length))
        ?.get(line + 1);
      if (id !== undefined) return { session, id };
    }
    return undefined;
  }

  #linesOf(session: BenchmarkSession): Map<string, Map<number, string>> {
    const { items } = session.benchmark;
    const known = this.#rows.get(items);
    if (known !== undefined) return known;
    const files = new Map<string, Map<number, string>>();
    for (const { id, row } of items) {
      if (row === undefined) continue;
      const lines = files.get(row.file) ?? new Map<number, string>();
      files.set(row.file, lines.set(row.line, id));
    }
    this.#rows.set(items, files);
    return files;
  }
}

function actionsFor(diagnostic: vscode.Diagnostic, place: ErrorPlace): vscode.CodeAction[] {
  const action = (title: string, command: CommandId): vscode.CodeAction => {
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    made.diagnostics = [diagnostic];
    made.command = { command, title, arguments: [place] };
    return made;
  };
  return [
    ...verdictCommands.map(([verdict, command]) => action(verdictText(verdict), command)),
    action(l10n.t('Open Portrait'), commands.openPortrait),
    action(l10n.t('Ask Again'), commands.askAgain),
  ];
}
