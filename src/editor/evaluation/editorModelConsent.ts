import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { editorModelId } from './languageModels.ts';

const allowedKey = 'editorModelsAllowed';

/**
 * Portraits at most that the editor's models are asked about in one go: they come with a consent and a quota of a person, and
 * without counts of tokens.
 */
export const mostForEditorModel = 50;

/** Whether a person lets portraits go to a language model of the editor: asked once for each model, and remembered. */
export class EditorModelConsent {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** Asks where it has not been asked before; false, and nothing is remembered, when the answer is no. */
  async given(model: vscode.LanguageModelChat): Promise<boolean> {
    const id = editorModelId(model);
    const allowed = this.#memory.get<readonly string[]>(allowedKey, []);
    if (allowed.includes(id)) return true;
    const allow = l10n.t('Allow');
    const answer = await vscode.window.showWarningMessage(
      l10n.t('Send portraits to {0}?', model.name),
      {
        modal: true,
        detail: l10n.t(
          'The editor offers this model through {0}, which decides where the portraits go and what that costs. At most {1} portraits are sent in one go.',
          model.vendor,
          mostForEditorModel,
        ),
      },
      allow,
    );
    if (answer !== allow) return false;
    await this.#memory.update(allowedKey, [...allowed, id]);
    return true;
  }
}
