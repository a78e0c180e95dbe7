import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Lexicon } from '../../core/affect/lexicon.ts';
import { loadLexicon } from '../../core/evaluation/loadLexicon.ts';
import { applyReread } from '../../core/evaluation/reread/applyReread.ts';
import type { Reread, RereadError, RereadOptions } from '../../core/evaluation/reread/reread.ts';
import { rereadRun } from '../../core/evaluation/reread/rereadRun.ts';
import { readerVersion } from '../../core/evaluation/answerReader.ts';
import { readRunAgain } from '../session/benchmarkFiles.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import type { Result } from '../../core/result.ts';
import { rereadErrorText } from '../../core/words/rereadText.ts';
import { nodeClock } from '../../platform/node/nodeClock.ts';
import { DisposableStore } from '../disposables.ts';
import type { Log } from '../log.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Workbench } from '../workbench.ts';
import { FlipsDocuments } from './flipsDocuments.ts';
import { lexiconUri } from './lexiconFile.ts';
import { lexiconInForce } from '../evaluation/lexiconInForce.ts';

type Step = (run: string, options: RereadOptions) => Promise<Result<Reread, RereadError>>;

/** Reads stored answers again with the words of the moment: looks first, shows what flips, and writes when a person says so. */
export class Rereading implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #documents = this.#owned.add(new FlipsDocuments());
  readonly #workbench: Workbench;
  readonly #log: Log;
  #looking: Promise<void> = Promise.resolve();

  constructor(workbench: Workbench, log: Log) {
    this.#workbench = workbench;
    this.#log = log;
    this.#owned.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        this.#looking = this.#lookAtSaved(uri);
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Resolves when the word list that was saved last has been looked at, and the offer, if any, is made. */
  settled(): Promise<void> {
    return this.#looking;
  }

  /** Reads some runs of a benchmark again, all of them where none are named, and says what flips. */
  async reread(session: BenchmarkSession, runs?: readonly string[]): Promise<void> {
    const lexicon = await lexiconInForce(session);
    if (lexicon === undefined) return;
    const records = session.ownRecords.filter(({ run }) => runs === undefined || runs.includes(run));
    if (records.length === 0) {
      void vscode.window.showInformationMessage(l10n.t('{0} has no answers to read again.', session.benchmark.name));
      return;
    }
    const looked = await this.#walk(session, records, lexicon, (run, options) =>
      rereadRun(run, options, { store: session.store, clock: nodeClock }),
    );
    if (looked === undefined) return;
    const flips = looked.reduce((sum, one) => sum + one.flips.length, 0);
    const answers = looked.reduce((sum, one) => sum + one.answers, 0);
    if (flips === 0) return this.#tellNone(session, lexicon, looked, answers);
    await this.#propose(session, lexicon, looked, l10n.t('{0} of {1} answers are read otherwise.', flips, answers));
  }

  /** Nothing flips: the runs then say without being asked that they are read with these words, so that going on uses them too. */
  async #tellNone(
    session: BenchmarkSession,
    lexicon: Lexicon,
    looked: readonly Reread[],
    answers: number,
  ): Promise<void> {
    const behind = looked.filter(({ applied }) => !applied);
    if (behind.length > 0) await this.#apply(session, lexicon, behind);
    void vscode.window.showInformationMessage(l10n.t('None of {0} answers is read otherwise.', answers));
  }

  async #propose(
    session: BenchmarkSession,
    lexicon: Lexicon,
    looked: readonly Reread[],
    summary: string,
  ): Promise<void> {
    let isSettled = false;
    const take = async (): Promise<void> => {
      if (isSettled) return;
      isSettled = true;
      this.#documents.settle(uri);
      const written = await this.#apply(session, lexicon, looked);
      const count = written.reduce((sum, one) => sum + one.flips.length, 0);
      if (written.length > 0)
        void vscode.window.showInformationMessage(l10n.t('{0} answers are read otherwise now.', count));
    };
    const title = `${session.benchmark.name}: ${summary} ${l10n.t('Nothing is written yet.')}`;
    const uri = await this.#documents.show(session, title, looked, take);
    const apply = l10n.t('Apply');
    const leave = l10n.t('Leave as It Was');
    // The message may be waved away while the list is read; the list keeps its own Apply until one of the two is chosen.
    const chosen = await vscode.window.showInformationMessage(`${session.benchmark.name}: ${summary}`, apply, leave);
    if (chosen === apply) return take();
    if (chosen === leave) {
      isSettled = true;
      this.#documents.settle(uri);
    }
  }

  async #apply(session: BenchmarkSession, lexicon: Lexicon, looked: readonly Reread[]): Promise<readonly Reread[]> {
    const written = await this.#walk(
      session,
      looked.map(({ record }) => record),
      lexicon,
      (run, options) => applyReread(run, options, { store: session.store, clock: nodeClock }),
    );
    for (const { record, flips } of written ?? []) {
      this.#log.info('reread', `${record.run}: ${flips.length} answers are read otherwise`);
      const run = await readRunAgain(session, record.run, this.#log);
      if (run !== undefined) session.replaceRun(run);
    }
    return written ?? [];
  }

  /** Takes a step for each run with progress. Runs that fail are told and left out; `undefined` when a person stopped it. */
  async #walk(
    session: BenchmarkSession,
    records: readonly RunRecord[],
    lexicon: Lexicon,
    step: Step,
  ): Promise<readonly Reread[] | undefined> {
    const items = new Map(session.benchmark.items.map((item) => [item.id, item]));
    const abort = new AbortController();
    const failed: RereadError[] = [];
    const read: Reread[] = [];
    const title = l10n.t('Reading the answers of {0} again', session.benchmark.name);
    const location = vscode.ProgressLocation.Notification;
    await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      const share = 100 / records.length;
      for (const { run, model } of records) {
        if (abort.signal.aborted) return;
        let shown = 0;
        progress.report({ message: model });
        const one = await step(run, {
          lexicon,
          items,
          signal: abort.signal,
          onProgress: (done, total) => {
            const at = (share * done) / total;
            progress.report({ increment: at - shown });
            shown = at;
          },
        });
        progress.report({ increment: share - shown });
        if (one.ok) read.push(one.value);
        else if (one.error.kind !== 'cancelled') failed.push(one.error);
      }
    });
    if (failed.length > 0) void vscode.window.showWarningMessage(failed.map(rereadErrorText).join(' '));
    return abort.signal.aborted ? undefined : read;
  }

  /** A word list was saved: its answers may be read otherwise now. */
  async #lookAtSaved(uri: vscode.Uri): Promise<void> {
    const session = this.#workbench.sessions.find((one) => lexiconUri(one).toString() === uri.toString());
    if (session === undefined || session.ownRecords.length === 0 || !vscode.workspace.isTrusted) return;
    const { lexicon, errors } = await loadLexicon(session.store);
    // A faulty list has its faults in the Problems panel, at their places.
    if (errors.length > 0) return;
    const isRead = (record: RunRecord): boolean =>
      record.lexiconVersion === lexicon.version && record.readerVersion === readerVersion;
    if (session.ownRecords.every(isRead)) return;
    void this.#offer(session);
  }

  async #offer(session: BenchmarkSession): Promise<void> {
    const again = l10n.t('Re-read Answers');
    const text = l10n.t('The words of {0} have changed. Stored answers are read as before.', session.benchmark.name);
    if ((await vscode.window.showInformationMessage(text, again)) === again) await this.reread(session);
  }
}
