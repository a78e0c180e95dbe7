import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Lexicon } from '../../core/affect/lexicon.ts';
import { loadLexicon } from '../../core/evaluation/loadLexicon.ts';
import { lexiconRefusalText } from '../../core/words/lexiconText.ts';
import { commands } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** The words in force. A faulty list is told and gives nothing: reading answers without a person's words would change the scores silently. */
export async function lexiconInForce(session: BenchmarkSession): Promise<Lexicon | undefined> {
  const { lexicon, errors } = await loadLexicon(session.store);
  if (errors.length === 0) return lexicon;
  const edit = l10n.t('Edit Lexicon');
  void vscode.window.showErrorMessage(lexiconRefusalText(errors), edit).then((chosen) => {
    if (chosen === edit) void vscode.commands.executeCommand(commands.editLexicon, session.root);
  });
  return undefined;
}
