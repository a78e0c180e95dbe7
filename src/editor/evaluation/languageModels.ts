import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Failure } from '../../core/models/failure.ts';
import type { Message, Model, ModelRequest, ModelResult } from '../../core/models/model.ts';
import type { ModelChoice } from '../connections/connections.ts';

/** The language models that the editor offers, as choices; none where it offers none. */
export async function editorChoices(): Promise<readonly ModelChoice[]> {
  const models = await vscode.lm.selectChatModels();
  return models.map((model): ModelChoice => ({ kind: 'editor', name: editorModelId(model), model }));
}

/** Name shown and recorded: who offers it, and what it is called there. */
export function editorModelId(model: Pick<vscode.LanguageModelChat, 'vendor' | 'id'>): string {
  return `editor/${model.vendor}/${model.id}`;
}

/**
 * The editor's language model behind the interface of all models. It counts no tokens and has no sampling parameters, so none
 * are sent; it may be asked only after a person's action, because the first request of a session can bring up the editor's own
 * question for consent.
 */
export function editorModel(model: vscode.LanguageModelChat): Model {
  return { id: editorModelId(model), kind: 'editor', ask: (request, signal) => ask(model, request, signal) };
}

async function ask(model: vscode.LanguageModelChat, request: ModelRequest, signal: AbortSignal): Promise<ModelResult> {
  const cancel = new vscode.CancellationTokenSource();
  const onAbort = (): void => cancel.cancel();
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const justification = l10n.t('EmoLens asks about the portraits that you chose to evaluate.');
    const response = await model.sendRequest(request.messages.map(chatMessage), { justification }, cancel.token);
    let reply = '';
    for await (const text of response.text) reply += text;
    if (signal.aborted) return { ok: false, cancelled: true };
    if (reply.trim() === '') return { ok: false, failure: { kind: 'emptyResponse', detail: model.name } };
    return { ok: true, answer: { reply } };
  } catch (thrown) {
    return signal.aborted ? { ok: false, cancelled: true } : { ok: false, failure: failureOf(thrown) };
  } finally {
    signal.removeEventListener('abort', onAbort);
    cancel.dispose();
  }
}

function chatMessage({ role, parts }: Message): vscode.LanguageModelChatMessage {
  const content = parts.map((part) =>
    part.type === 'text'
      ? new vscode.LanguageModelTextPart(part.text)
      : vscode.LanguageModelDataPart.image(part.image.bytes, part.image.mime),
  );
  return role === 'user'
    ? vscode.LanguageModelChatMessage.User(content)
    : vscode.LanguageModelChatMessage.Assistant(content);
}

/** The codes of `vscode.LanguageModelError`. No permission and a spent quota stop the run: the next portrait would fare the same. */
function failureOf(thrown: unknown): Failure {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  if (!(thrown instanceof vscode.LanguageModelError)) return { kind: 'modelError', detail };
  switch (thrown.code) {
    case 'NoPermissions':
    case 'Blocked':
      return { kind: 'forbidden', detail };
    case 'NotFound':
      return { kind: 'unknownModel', detail };
    default:
      return { kind: 'modelError', detail: causeOf(thrown) ?? detail };
  }
}

/** A provider's own words, which the editor wraps. */
function causeOf({ cause }: Error): string | undefined {
  return cause instanceof Error && cause.message !== '' ? cause.message : undefined;
}
