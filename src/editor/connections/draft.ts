import type { Connection } from '../../core/models/connection.ts';
import { keyValue, type KeyPlace } from './connectionStore.ts';

/** A connection in the making. Nothing of it is stored before its last step. */
export interface Draft {
  readonly baseUrl: string;
  readonly api?: Connection['api'];
  readonly key: KeyPlace;
  readonly model: string;
}

/** The connection that a draft stands for, for asking its server; its name is not chosen yet. */
export function draftConnection({ baseUrl, api, model }: Omit<Draft, 'key'>): Connection {
  return { name: model, baseUrl, model, ...(api === 'responses' ? { api } : {}) };
}

/** Whom to ask, with which key, for at most `timeoutSeconds` a request. */
export function askable(
  draft: Draft,
  timeoutSeconds?: number,
): { readonly connection: Connection; readonly key: string | undefined } {
  const connection = draftConnection({ ...draft, model: draft.model === '' ? '-' : draft.model });
  return {
    connection: timeoutSeconds === undefined ? connection : { ...connection, timeoutSeconds },
    key: keyValue(draft.key),
  };
}
