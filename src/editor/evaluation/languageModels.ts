import type * as vscode from 'vscode';
import type { Model } from '../../core/models/model.ts';
import type { ModelChoice } from '../connections/connections.ts';

/** The language models that the editor offers, as choices. Their names begin with `editor/`. */
export function editorChoices(): Promise<readonly ModelChoice[]> {
  return Promise.resolve([]);
}

/** The editor's language model behind the interface of all models. */
export function editorModel(model: vscode.LanguageModelChat): Model {
  return {
    id: `editor/${model.vendor}/${model.id}`,
    kind: 'editor',
    ask: () => Promise.resolve({ ok: false, failure: { kind: 'modelError', detail: 'not there yet' } }),
  };
}
