import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Connection, endpointOf } from '../../core/models/connection.ts';
import { expressionBaseline, expressionBaselineId } from '../../core/models/expressionBaseline.ts';
import type { LocalServer } from '../../core/models/localServers.ts';
import type { Model } from '../../core/models/model.ts';
import { openAiModel } from '../../core/models/openAiModel.ts';
import { probeConnection, profiledConnection } from '../../core/models/probe.ts';
import { connectionFaultText, probeStepText, profileText } from '../../core/words/connectionText.ts';
import { failureText } from '../../core/words/failureText.ts';
import { startExpressionNetwork } from '../../platform/node/expressionNetwork.ts';
import { editorChoices, editorModel } from '../evaluation/languageModels.ts';
import type { Log } from '../log.ts';
import { addConnection } from './addConnection.ts';
import { ConnectionStore } from './connectionStore.ts';
import { type EditableField, type EditPorts, editConnection, editField, editKey } from './editConnection.ts';
import type { Prompts } from './prompts.ts';
import { windowPrompts } from './windowPrompts.ts';

/** What a portrait can be sent to: the embedded baseline, or a connection from the settings. */
export type ModelChoice =
  | { readonly kind: 'baseline'; readonly name: string }
  | { readonly kind: 'connection'; readonly name: string; readonly connection: Connection }
  | { readonly kind: 'editor'; readonly name: string; readonly model: vscode.LanguageModelChat };

/** The embedded model, always there. */
const baselineChoice: ModelChoice = { kind: 'baseline', name: expressionBaselineId };

/** The connections of the settings with their keys from secret storage, and everything that is done with them. */
export class Connections implements vscode.Disposable {
  readonly #log: Log;
  readonly #store: ConnectionStore;
  readonly #told = new Set<string>();
  #prompts: Prompts = windowPrompts;
  #candidates: readonly LocalServer[] | undefined;
  #network: ReturnType<typeof startExpressionNetwork> | undefined;
  /** The connections of the settings changed. */
  readonly onDidChange: vscode.Event<void>;

  constructor(secrets: vscode.SecretStorage, log: Log) {
    this.#store = new ConnectionStore(secrets);
    this.#log = log;
    this.onDidChange = this.#store.onDidChange;
  }

  /** Puts a script in the place of the person, and other local servers in the place of this machine's; tests use it. */
  driveBy(prompts: Prompts, candidates: readonly LocalServer[] = []): vscode.Disposable {
    this.#prompts = prompts;
    this.#candidates = candidates;
    return new vscode.Disposable(() => {
      this.#prompts = windowPrompts;
      this.#candidates = undefined;
    });
  }

  /** The connections that are well formed; what is wrong with the others is told once. */
  all(): readonly Connection[] {
    const { connections, faults } = this.#store.list();
    for (const fault of faults) this.#tellFault(connectionFaultText(fault));
    return connections.map(({ connection }) => connection);
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
    return openAiModel({ connection: choice.connection, key: await this.#store.keyOf(choice.connection) });
  }

  /** Asks for server, key and model, tests the model and stores the connection. `offersAfter` gives the buttons on the last message. */
  async add(offersAfter: () => readonly Offer[] = () => []): Promise<Connection | undefined> {
    const added = await addConnection({
      prompts: this.#prompts,
      store: this.#store,
      ...(this.#candidates === undefined ? {} : { candidates: this.#candidates }),
    });
    if (added === undefined) return undefined;
    const { connection, profile } = added;
    this.#log.info('connections', `added a connection to ${endpointOf(connection)}`);
    const text =
      profile === undefined
        ? l10n.t('{0} was added. It was not tested.', connection.name)
        : l10n.t('{0} was added: {1}.', connection.name, profileText(profile));
    // Much may have been opened while the person answered.
    const offers = offersAfter();
    const price: Offer = { label: l10n.t('Set a Price'), act: () => this.edit(connection.name, 'price') };
    const all = [...offers, ...(offers.length > 0 ? [price] : [])];
    void this.#prompts.tell('info', text, ...all.map(({ label }) => label)).then((pressed) => {
      void all.find(({ label }) => label === pressed)?.act(connection);
    });
    return connection;
  }

  /** Changes a connection: the one that is named, else one that is picked; one field of it, else whatever the person picks. */
  async edit(name?: string, field?: EditableField): Promise<void> {
    const connection = await this.#pickOrOnly(l10n.t('Edit Connection'), name);
    if (connection === undefined) return;
    if (field === undefined) await editConnection(this.#editPorts(), connection.name);
    else await editField(this.#editPorts(), connection, field);
  }

  /** Tests a connection anew, keeps what was found, and says it. Resolves with false where nothing was found out. */
  async test(name?: string): Promise<boolean> {
    const connection = await this.#pickOrOnly(l10n.t('Test Connection'), name);
    if (connection === undefined) return false;
    const key = await this.#store.keyOf(connection);
    const title = l10n.t('Testing {0}...', connection.name);
    const tried = await this.#prompts.during(title, (say, signal) =>
      probeConnection({ connection, key, onStep: (step) => say(probeStepText(step)) }, signal),
    );
    if (!tried.ok) {
      if ('failure' in tried) void this.#prompts.tell('error', `${connection.name}: ${failureText(tried.failure)}`);
      return false;
    }
    const { profile } = tried.findings;
    // The person may have changed it meanwhile.
    const current = this.#store.find(connection.name) ?? connection;
    await this.#store.replace(connection.name, profiledConnection(current, tried.findings));
    void this.#prompts.tell(
      profile.seesImages === 'yes' ? 'info' : 'warning',
      `${connection.name}: ${profileText(profile)}.`,
    );
    return true;
  }

  /** Asks, then removes a connection with its key. */
  async remove(name?: string): Promise<void> {
    const connection = await this.#pick(l10n.t('Remove Connection'), name);
    if (connection === undefined) return;
    const isMeant = await this.#prompts.confirm(
      l10n.t('Remove the connection {0}?', connection.name),
      l10n.t('Its key is deleted as well. Runs that were made with it stay.'),
      l10n.t('Remove'),
    );
    if (isMeant) await this.#store.remove(connection.name);
  }

  /** Asks for the key of a connection. */
  async setKey(name?: string): Promise<void> {
    const connection = await this.#pickOrOnly(l10n.t('Set Key of Connection'), name);
    if (connection !== undefined) await editKey(this.#editPorts(), connection);
  }

  dispose(): void {
    void this.#network?.dispose();
  }

  #editPorts(): EditPorts {
    return { prompts: this.#prompts, store: this.#store, test: (name) => this.test(name) };
  }

  /** As `#pick`, without a question where there is one connection: nothing is lost that way, as it would be by removing. */
  async #pickOrOnly(title: string, name: string | undefined): Promise<Connection | undefined> {
    const all = this.all();
    return this.#pick(title, name ?? (all.length === 1 ? all[0]?.name : undefined));
  }

  async #pick(title: string, name: string | undefined): Promise<Connection | undefined> {
    const all = this.all();
    if (name !== undefined) return all.find((one) => one.name === name);
    if (all.length === 0) {
      const add = l10n.t('Add Connection...');
      const pressed = await this.#prompts.tell('info', l10n.t('There is no connection yet.'), add);
      if (pressed === add) await this.add();
      return undefined;
    }
    const rows = all.map((connection) => ({
      label: connection.name,
      description: `${connection.model} · ${endpointOf(connection)}`,
      value: connection,
    }));
    const picked = await this.#prompts.pick({ title, placeholder: l10n.t('Which connection'), rows });
    return picked.kind === 'given' ? picked.value : undefined;
  }

  #tellFault(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#log.warn('connections', text);
    const open = l10n.t('Open Settings');
    void this.#prompts.tell('warning', text, open).then((pressed) => {
      if (pressed !== open) return;
      void vscode.commands.executeCommand('workbench.action.openSettingsJson', {
        revealSetting: { key: 'emolens.connections', edit: false },
      });
    });
  }
}

/** A button on the message that a connection was added, and what it does. */
export interface Offer {
  readonly label: string;
  act(connection: Connection): unknown;
}
