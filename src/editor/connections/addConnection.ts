import * as l10n from '@vscode/l10n';
import { isThisMachine } from '../../core/models/address.ts';
import type { Connection, ConnectionProfile } from '../../core/models/connection.ts';
import { freeName } from '../../core/models/connectionList.ts';
import type { Failure } from '../../core/models/failure.ts';
import type { LocalServer } from '../../core/models/localServers.ts';
import { profiledConnection } from '../../core/models/probe.ts';
import { failureText, shortened } from '../../core/words/failureText.ts';
import { askKey, keyText } from './askKey.ts';
import { askModel } from './askModel.ts';
import { askAddress, askServer, type ChosenServer } from './askServer.ts';
import type { ConnectionStore } from './connectionStore.ts';
import { type Draft, draftConnection } from './draft.ts';
import type { Answer, Prompts, Remark } from './prompts.ts';
import { askAfterTest, isGood, type Tried, tryModel } from './tryModel.ts';

/** A connection that was added. */
export interface Added {
  readonly connection: Connection;
  /** What its test found; absent where it was left out or failed. */
  readonly profile?: ConnectionProfile;
}

/** What the questions need. */
export interface AddPorts {
  readonly prompts: Prompts;
  readonly store: ConnectionStore;
  /** The local servers that are looked for; the usual ones where absent. */
  readonly candidates?: readonly LocalServer[];
}

type Step = 'server' | 'address' | 'key' | 'model' | 'test' | 'warn';

/** How a step ended: where to go, and whether *Back* leads to it. */
type Ended = { readonly next: Step | 'done'; readonly isSilent?: boolean } | 'back' | 'left';

const steps = 4;

/** The questions of *Add Connection...*, each a step that leads to the next one; *Back* goes the same way back. */
class AddFlow {
  readonly #ports: AddPorts;
  #draft: Draft = { baseUrl: '', key: { kind: 'none' }, model: '' };
  /** Why the address, or the key, is asked again. */
  #note: { readonly step: Step; readonly text: string } | undefined;
  /** What was asked of when the server refused the key or was not there: confirmed once more, it is believed. */
  #refused = '';
  #tried: Tried = 'notTested';

  constructor(ports: AddPorts) {
    this.#ports = ports;
  }

  async run(): Promise<Added | undefined> {
    const trail: Step[] = [];
    let step: Step = 'server';
    for (;;) {
      const ended: Ended = await this.#steps[step]();
      if (ended === 'left') return undefined;
      if (ended === 'back') {
        this.#note = undefined;
        step = trail.pop() ?? 'server';
        continue;
      }
      if (ended.next === 'done') return this.#store();
      if (ended.isSilent !== true) trail.push(step);
      step = ended.next;
      // A question that is asked again stands once in the way back.
      const before = step === 'address' ? 1 : trail.indexOf(step);
      if (before >= 0) trail.splice(before);
    }
  }

  readonly #steps: Readonly<Record<Step, () => Promise<Ended>>> = {
    server: async () => {
      const asked = await askServer(this.#ports.prompts, this.#ports.candidates, this.#place(1, false));
      return this.#serverGiven(asked);
    },
    address: async () => {
      const again = { ...this.#place(1), value: this.#draft.baseUrl, ...this.#noteFor('address') };
      return this.#serverGiven(await askAddress(this.#ports.prompts, again));
    },
    key: async () => {
      const { key } = this.#draft;
      // Who has written no key yet has made no mistake.
      const placeholder = this.#note?.step === 'key' && key.kind === 'none' ? l10n.t('The server wants a key') : '';
      const note = key.kind === 'none' ? {} : this.#noteFor('key');
      const again = { ...this.#place(2), value: keyText(key), placeholder, ...note };
      const asked = await askKey(this.#ports.prompts, this.#draft.baseUrl, again);
      if (asked.kind !== 'given') return asked.kind;
      this.#draft = { ...this.#draft, key: asked.value };
      return { next: 'model' };
    },
    model: () => this.#askModel(),
    test: async () => {
      const asked = await tryModel(this.#ports.prompts, this.#draft, this.#place(4));
      if (asked.kind !== 'given') return asked.kind;
      this.#tried = asked.value;
      return { next: isGood(this.#tried) ? 'done' : 'warn', isSilent: true };
    },
    warn: async () => {
      if (this.#tried === 'notTested') return { next: 'done' };
      const asked = await askAfterTest(this.#ports.prompts, this.#tried, this.#place(4));
      if (asked.kind !== 'given') return asked.kind;
      const next = { keep: 'done', again: 'test', otherModel: 'model', otherKey: 'key' } as const;
      return { next: next[asked.value], isSilent: true };
    },
  };

  #serverGiven(asked: Answer<ChosenServer>): Ended {
    if (asked.kind !== 'given') return asked.kind;
    const { baseUrl, api, isOpen } = asked.value;
    // A key belongs to the server that it was written for.
    const key: Draft['key'] = baseUrl === this.#draft.baseUrl ? this.#draft.key : { kind: 'none' };
    this.#draft = { ...this.#draft, baseUrl, api, key };
    // A server of this machine mostly wants no key; when it does, it says so where its models are asked for.
    return { next: (isOpen ?? isThisMachine(baseUrl)) ? 'model' : 'key' };
  }

  async #askModel(): Promise<Ended> {
    const state = JSON.stringify([this.#draft.baseUrl, this.#draft.key]);
    const isInsisted = this.#refused === state;
    const asked = await askModel(this.#ports.prompts, this.#draft, { ...this.#place(3), isInsisted });
    if (asked.kind !== 'given') return asked.kind;
    const { value } = asked;
    this.#draft = { ...this.#draft, baseUrl: value.baseUrl };
    if (value.kind === 'model') {
      this.#draft = { ...this.#draft, model: value.model };
      return { next: 'test' };
    }
    const step = value.kind === 'wrongKey' ? 'key' : 'address';
    const { failure } = value;
    const text = step === 'key' ? wrongKeyText(failure) : failureText(failure);
    this.#note = { step, text };
    this.#refused = JSON.stringify([this.#draft.baseUrl, this.#draft.key]);
    return { next: step, isSilent: true };
  }

  #noteFor(step: Step): { readonly note?: Remark } {
    return this.#note?.step === step ? { note: { severity: 'error', text: this.#note.text } } : {};
  }

  #place(step: number, canGoBack = true): { readonly title: string; step: number; steps: number; canGoBack: boolean } {
    return { title: l10n.t('Add Connection'), step, steps, canGoBack };
  }

  async #store(): Promise<Added> {
    const { store } = this.#ports;
    const taken = store.list().connections.map(({ connection }) => connection.name);
    const found = this.#tried !== 'notTested' && this.#tried.ok ? this.#tried.findings : undefined;
    const plain = { ...draftConnection(this.#draft), name: freeName(this.#draft.model, taken) };
    const connection = found === undefined ? plain : profiledConnection(plain, found);
    await store.add(connection, this.#draft.key);
    const stored = store.find(connection.name) ?? connection;
    return { connection: stored, ...(found === undefined ? {} : { profile: found.profile }) };
  }
}

function wrongKeyText({ detail }: Failure): string {
  return detail === ''
    ? l10n.t('The server does not accept this key.')
    : l10n.t('The server does not accept this key: {0}', shortened(detail));
}

/** Asks for server, key and model, tests the model, and stores the connection; `undefined` when the person left, with nothing stored. */
export function addConnection(ports: AddPorts): Promise<Added | undefined> {
  return new AddFlow(ports).run();
}
