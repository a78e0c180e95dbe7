import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ItemTable } from '../../core/benchmark/itemTable.ts';
import { partAt } from '../../core/query/columns/columnValues.ts';
import { verdictText } from '../../core/words/standingText.ts';
import type { VerdictKind } from '../../core/review/verdict.ts';
import { DisposableStore } from '../disposables.ts';
import { type CommandId, commands } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';
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
      const id = rowItem(session.table, document.path.slice(base.length), line + 1);
      if (id !== undefined) return { session, id };
    }
    return undefined;
  }
}

/** The portrait whose row stands on a line of a table: a look along a column of numbers, however many there are. */
function rowItem(table: ItemTable, file: string, line: number): string | undefined {
  const { row } = table.parts;
  if (row === undefined) return undefined;
  for (let place = row.line.indexOf(line); place >= 0; place = row.line.indexOf(line, place + 1)) {
    if (partAt(row.file, place) === file) return table.idAt(place);
  }
  return undefined;
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
