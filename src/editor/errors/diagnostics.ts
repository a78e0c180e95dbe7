import * as vscode from 'vscode';
import { errorSentence } from '../../core/words/findingText.ts';
import { type Turns, workedOff } from '../../core/turns.ts';
import { problemText } from '../../core/words/problemText.ts';
import { afterOthers, pacer } from '../../platform/node/pacer.ts';
import { DisposableStore } from '../disposables.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { problemFile } from '../problemFile.ts';
import { setting } from '../settings.ts';
import type { Workbench } from '../workbench.ts';
import { type TableError, tableErrors } from './tableErrors.ts';

/** What quick fixes need to know of a diagnostic: the outcome that it is about. */
export interface ErrorPlace {
  readonly root: string;
  readonly item: string;
  readonly run: string;
  readonly stage: string;
}

/** Longest line that an editor is asked to underline, in UTF-16 units; the range is cut by the editor where a line is shorter. */
const lineEnd = 10_000;

/** Faults of the data that are listed; a folder that is wrong throughout must not bury everything else. */
const maxFaults = 1000;
/** Faults that are put into words between two turns of others. */
const faultsAtOnce = 50;

/** Keeps the Problems panel in step with the open errors and the faults of the benchmark's tables. */
export class ErrorDiagnostics implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection('emolens'));
  readonly #places = new WeakMap<vscode.Diagnostic, ErrorPlace>();
  readonly #workbench: Workbench;
  #isDisposed = false;
  #isUpdating = false;
  /** Something changed while errors were being found. */
  #isOld = false;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.#owned.add(workbench.onDidChange(() => void this.#update()));
    this.#owned.add(workbench.onDidChangeSessions(() => void this.#update()));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('emolens.errorsInProblems')) void this.#update();
      }),
    );
  }

  /** The errors of a document on a range of lines, with their outcomes. */
  at(document: vscode.Uri, range: vscode.Range): readonly { diagnostic: vscode.Diagnostic; place: ErrorPlace }[] {
    return (this.#collection.get(document) ?? []).flatMap((diagnostic) => {
      const place = this.#places.get(diagnostic);
      return place !== undefined && diagnostic.range.intersection(range) !== undefined ? [{ diagnostic, place }] : [];
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#owned.dispose();
  }

  /** What was listed before stays until all is found, in turns; what changes meanwhile is looked at afterwards. */
  async #update(): Promise<void> {
    if (this.#isUpdating) return void (this.#isOld = true);
    this.#isUpdating = true;
    do {
      // Tree and gallery are told of the same change, and somebody looks at them.
      await afterOthers();
      this.#isOld = false;
      const entries = await workedOff(this.#found(), pacer());
      if (this.#isDisposed) return;
      this.#collection.clear();
      this.#collection.set([...entries].map(([uri, diagnostics]) => [vscode.Uri.parse(uri, true), diagnostics]));
    } while (this.#isOld);
    this.#isUpdating = false;
  }

  *#found(): Turns<ReadonlyMap<string, readonly vscode.Diagnostic[]>> {
    const entries = new Map<string, vscode.Diagnostic[]>();
    const add = (uri: vscode.Uri, diagnostic: vscode.Diagnostic): void => {
      const known = entries.get(uri.toString()) ?? [];
      known.push(diagnostic);
      entries.set(uri.toString(), known);
    };
    for (const session of this.#workbench.sessions) {
      yield* this.#addFaults(session, add);
      if (setting('errorsInProblems', session.root)) yield* this.#addErrors(session, add);
    }
    return entries;
  }

  *#addErrors(session: BenchmarkSession, add: (uri: vscode.Uri, diagnostic: vscode.Diagnostic) => void): Turns<void> {
    for (const [file, errors] of yield* tableErrors(session)) {
      const uri = vscode.Uri.joinPath(session.root, file);
      for (const error of errors) add(uri, this.#diagnosticOf(session, error));
    }
  }

  *#addFaults(session: BenchmarkSession, add: (uri: vscode.Uri, diagnostic: vscode.Diagnostic) => void): Turns<void> {
    for (const [i, problem] of session.problems.slice(0, maxFaults).entries()) {
      if (i % faultsAtOnce === 0) yield;
      // A picture has no lines: its fault stands at its beginning.
      const diagnostic = new vscode.Diagnostic(
        lineRange(problem.line ?? 1),
        problemText(problem),
        vscode.DiagnosticSeverity.Information,
      );
      diagnostic.source = 'EmoLens';
      diagnostic.code = problem.kind;
      add(problemFile(session.root, problem.file), diagnostic);
    }
  }

  #diagnosticOf(session: BenchmarkSession, { item, finding, line }: TableError): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(
      lineRange(line),
      errorSentence(finding),
      vscode.DiagnosticSeverity.Warning,
    );
    diagnostic.source = 'EmoLens';
    diagnostic.code = finding.standing;
    this.#places.set(diagnostic, {
      root: session.root.toString(),
      item: item.id,
      run: finding.run.run,
      stage: finding.stage.id,
    });
    return diagnostic;
  }
}

function lineRange(line: number): vscode.Range {
  return new vscode.Range(line - 1, 0, line - 1, lineEnd);
}
