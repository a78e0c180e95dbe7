import { userInfo } from 'node:os';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { appendReview } from '../core/review/reviewStore.ts';
import { subjectFor } from '../core/review/reviewBook.ts';
import type { ReviewLine, VerdictKind } from '../core/review/verdict.ts';
import { fileErrorText } from '../core/words/fileErrorText.ts';
import type { BenchmarkSession } from './session/session.ts';
import { setting } from './settings.ts';

/** A verdict to be given, or with `null` to be taken back. `run` and `stage` name the outcome for `modelWrong`. */
export interface VerdictRequest {
  readonly item: string;
  readonly run?: string;
  readonly stage?: string;
  readonly verdict: VerdictKind | null;
}

/** Writes verdicts; every view shows them at once because the session tells them. */
export class Reviews {
  /** Gives or takes back a verdict. The line is on disk before any view shows it. */
  async give(session: BenchmarkSession, request: VerdictRequest): Promise<void> {
    for (const line of this.#linesFor(session, request)) {
      const written = await appendReview(session.store, line);
      if (!written.ok) {
        void vscode.window.showErrorMessage(
          l10n.t('The verdict on {0} was not kept. {1}', request.item, fileErrorText(written.error)),
        );
        return;
      }
      session.addReview(line);
    }
  }

  #linesFor(session: BenchmarkSession, request: VerdictRequest): readonly ReviewLine[] {
    const item = session.item(request.item);
    if (item === undefined) return [];
    const inForce = session.dossier(item).verdicts.map(({ subject }) => subject);
    const stamp = { version: 1 as const, author: authorOf(session), at: new Date().toISOString() };
    if (request.verdict !== null) {
      const subject = subjectFor(request.verdict, this.#outcomeFor(session, request));
      const given: ReviewLine = { ...stamp, ...subject, verdict: request.verdict };
      // A word on the portrait and one on its models exclude each other: whoever gives the second one corrects the first.
      const undone = inForce.filter(({ run }) => (run === undefined) !== (subject.run === undefined));
      return [...undone.map((one): ReviewLine => ({ ...stamp, ...one, verdict: null })), given];
    }
    const named = inForce.filter(({ run, stage }) => run === request.run && stage === request.stage);
    const taken = request.run === undefined ? inForce : named;
    return taken.map((subject) => ({ ...stamp, ...subject, verdict: null }));
  }

  /** Without an outcome named, "the model is wrong" is about the open error, else about the latest run's headline. */
  #outcomeFor(session: BenchmarkSession, request: VerdictRequest): Omit<VerdictRequest, 'verdict'> {
    const { item, run, stage } = request;
    if (run !== undefined && stage !== undefined) return { item, run, stage };
    const portrait = session.item(item);
    const runs = portrait === undefined ? [] : session.dossier(portrait).runs;
    const meant =
      runs.find(({ headline }) => headline.standing === 'wrong' && headline.verdict === undefined) ?? runs.at(-1);
    return { item, run: meant?.run.run, stage: meant?.headline.stage.id };
  }
}

function authorOf(session: BenchmarkSession): string {
  const named = setting('author', session.root).trim();
  if (named !== '') return named;
  try {
    return userInfo().username;
  } catch {
    // Containers may run under a user id that has no name.
    return 'unknown';
  }
}
