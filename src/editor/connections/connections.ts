import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Connection, connectionSchema, endpointOf } from '../../core/models/connection.ts';
import { expressionBaseline, expressionBaselineId } from '../../core/models/expressionBaseline.ts';
import type { Model } from '../../core/models/model.ts';
import { openAiModel } from '../../core/models/openAiModel.ts';
import { startExpressionNetwork } from '../../platform/node/expressionNetwork.ts';
import type { Log } from '../log.ts';
import { setting, writeSetting } from '../settings.ts';
import { editorChoices, editorModel } from '../evaluation/languageModels.ts';

/** What a portrait can be sent to: the embedded baseline, or a connection from the settings. */
export type ModelChoice =
  | { readonly kind: 'baseline'; readonly name: string }
  | { readonly kind: 'connection'; readonly name: string; readonly connection: Connection }
  | { readonly kind: 'editor'; readonly name: string; readonly model: vscode.LanguageModelChat };

/** The embedded model, always there. */
export const baselineChoice: ModelChoice = { kind: 'baseline', name: expressionBaselineId };

/** The connections of the settings with their keys from secret storage. */
export class Connections implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #log: Log;
  #network: ReturnType<typeof startExpressionNetwork> | undefined;

  constructor(secrets: vscode.SecretStorage, log: Log) {
    this.#secrets = secrets;
    this.#log = log;
  }

  /** The connections that are well formed; the others are named in the log. */
  all(): readonly Connection[] {
    return setting('connections').flatMap((entry, index) => {
      const parsed = connectionSchema.safeParse(entry);
      if (parsed.success) return [parsed.data];
      const issue = parsed.error.issues[0];
      this.#log.warn(
        'connections',
        `emolens.connections[${index}].${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      );
      return [];
    });
  }

  async choices(): Promise<readonly ModelChoice[]> {
    return [
      baselineChoice,
      ...this.all().map((connection): ModelChoice => ({ kind: 'connection', name: connection.name, connection })),
      ...(await editorChoices()),
    ];
  }

  /** The model behind a choice. A key is looked up now and kept by the model alone. */
  async model(choice: ModelChoice): Promise<Model> {
    if (choice.kind === 'baseline') {
      this.#network ??= startExpressionNetwork();
      return expressionBaseline(this.#network);
    }
    if (choice.kind === 'editor') return editorModel(choice.model);
    return openAiModel({ connection: choice.connection, key: await this.#keyOf(choice.connection) });
  }

  /** Asks for address, model and key, and stores them: the key in secret storage, the rest in the settings. */
  async add(): Promise<Connection | undefined> {
    const baseUrl = await vscode.window.showInputBox({
      title: l10n.t('Add connection: address'),
      prompt: l10n.t('Address of an OpenAI-compatible server, up to and with its version'),
      placeHolder: 'http://localhost:11434/v1',
      ignoreFocusOut: true,
      validateInput: (text) => {
        const checked = connectionSchema.shape.baseUrl.safeParse(text.trim());
        return checked.success
          ? undefined
          : l10n.t('Write an http or https address without user name, password, query or fragment.');
      },
    });
    if (baseUrl === undefined) return undefined;
    const model = await vscode.window.showInputBox({
      title: l10n.t('Add connection: model'),
      prompt: l10n.t('Name of the model as the server knows it'),
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? l10n.t('A name is needed.') : undefined),
    });
    if (model === undefined) return undefined;
    const key = await vscode.window.showInputBox({
      title: l10n.t('Add connection: key'),
      prompt: l10n.t(
        'Key of the server, kept in secret storage only; or $NAME for an environment variable; or nothing where none is needed.',
      ),
      password: true,
      ignoreFocusOut: true,
    });
    if (key === undefined) return undefined;
    const keyEnv = /^\$([A-Za-z_]\w*)$/.exec(key.trim())?.[1];
    const connection = {
      name: this.#freeName(model.trim()),
      baseUrl: baseUrl.trim(),
      model: model.trim(),
      ...(keyEnv === undefined ? {} : { keyEnv }),
    };
    if (key.trim() !== '' && keyEnv === undefined) await this.#secrets.store(secretName(connection), key.trim());
    await writeSetting('connections', [...setting('connections'), connection]);
    return connection;
  }

  async remove(): Promise<void> {
    const picked = await this.#pick(l10n.t('Remove connection'));
    if (picked === undefined) return;
    await this.#secrets.delete(secretName(picked));
    const others = setting('connections').filter((entry) => !isNamed(entry, picked.name));
    await writeSetting('connections', others);
  }

  async setKey(): Promise<void> {
    const picked = await this.#pick(l10n.t('Set key of connection'));
    if (picked === undefined) return;
    const key = await vscode.window.showInputBox({
      title: picked.name,
      prompt: l10n.t('Key of {0}; empty removes it', endpointOf(picked)),
      password: true,
      ignoreFocusOut: true,
    });
    if (key === undefined) return;
    if (key.trim() === '') await this.#secrets.delete(secretName(picked));
    else await this.#secrets.store(secretName(picked), key.trim());
  }

  dispose(): void {
    void this.#network?.dispose();
  }

  async #keyOf(connection: Connection): Promise<string | undefined> {
    if (connection.keyEnv !== undefined) return process.env[connection.keyEnv];
    return this.#secrets.get(secretName(connection));
  }

  async #pick(title: string): Promise<Connection | undefined> {
    const rows = this.all().map((connection) => ({
      label: connection.name,
      description: `${connection.model} · ${endpointOf(connection)}`,
      connection,
    }));
    if (rows.length === 0) {
      void vscode.window.showInformationMessage(l10n.t('There is no connection yet.'));
      return undefined;
    }
    return (await vscode.window.showQuickPick(rows, { title }))?.connection;
  }

  #freeName(wanted: string): string {
    const taken = new Set(this.all().map(({ name }) => name));
    for (let number = 1; ; number++) {
      const name = number === 1 ? wanted : `${wanted} (${number})`;
      if (!taken.has(name)) return name;
    }
  }
}

/** A key belongs to an address: a connection that is changed to another server does not take the key along. */
function secretName(connection: Pick<Connection, 'name' | 'baseUrl'>): string {
  return `emolens.key:${connection.name}@${endpointOf(connection)}`;
}

function isNamed(entry: unknown, name: string): boolean {
  return typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === name;
}
