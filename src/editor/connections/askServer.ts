import * as l10n from '@vscode/l10n';
import { isThisMachine, looksLikeAddress, readAddress, type Address } from '../../core/models/address.ts';
import { findLocalServers, type FoundServer } from '../../core/models/listModels.ts';
import type { LocalServer } from '../../core/models/localServers.ts';
import { addressErrorText } from '../../core/words/connectionText.ts';
import type { Answer, PickAsk, Prompts, Remark, Row } from './prompts.ts';

/** The server that was chosen. `isOpen`: whether it lists its models without a key; absent where it was not asked. */
export interface ChosenServer extends Address {
  readonly isOpen?: boolean;
}

type Choice = ChosenServer | 'other';

/** How long a local server may take to answer, seconds. */
const localSeconds = 2;

function modelCount(count: number): string {
  return count === 1 ? l10n.t('1 model') : l10n.t('{0} models', count);
}

function serverRow({ name, baseUrl, models, wantsKey }: FoundServer): Row<Choice> {
  const says = wantsKey ? l10n.t('wants a key') : modelCount(models.length);
  return {
    label: `$(server-environment) ${name}`,
    description: `${says} · ${baseUrl}`,
    value: { baseUrl, isOpen: !wantsKey },
  };
}

function otherRow(note?: string): Row<Choice> {
  return { label: `$(globe) ${l10n.t('Another address...')}`, ...(note ? { description: note } : {}), value: 'other' };
}

function typedRow(text: string): Row<Choice> | undefined {
  const read = looksLikeAddress(text) ? readAddress(text) : undefined;
  if (read?.ok !== true) return undefined;
  const said = remark(text);
  const description = said?.severity === 'warning' ? said.text : l10n.t('use this address');
  return { label: `$(globe) ${read.value.baseUrl}`, description, value: read.value };
}

/** What is said of an address while it is written. */
function remark(text: string): Remark | undefined {
  const read = readAddress(text);
  if (!read.ok) return { severity: 'error', text: addressErrorText(read.error) };
  const { baseUrl } = read.value;
  if (baseUrl.startsWith('http:') && !isThisMachine(baseUrl))
    return { severity: 'warning', text: l10n.t('http: key and portraits would travel unencrypted') };
  return baseUrl === text.trim() ? undefined : { severity: 'info', text: baseUrl };
}

/**
 * Asks which server: those of this machine appear while the list is shown, and an address may be pasted into it.
 * `candidates` are the local servers that are looked for.
 */
export async function askServer(
  prompts: Prompts,
  candidates: readonly LocalServer[] | undefined,
  place: Pick<PickAsk<never>, 'title' | 'step' | 'steps'>,
): Promise<Answer<ChosenServer>> {
  for (;;) {
    const picked = await prompts.pick<Choice>({
      ...place,
      placeholder: l10n.t('Paste an address and press Enter, or pick a server of this machine'),
      rows: [otherRow(l10n.t('looking for servers on this machine...'))],
      typed: { place: 'first', row: typedRow },
      work: async (show, signal) => {
        const found: Row<Choice>[] = [];
        await findLocalServers(signal, candidates, localSeconds, (server) => {
          found.push(serverRow(server));
          show({ rows: [...found, otherRow()] });
        });
        show({ rows: [...found, otherRow(found.length === 0 ? l10n.t('no server was found on this machine') : '')] });
        return undefined;
      },
    });
    if (picked.kind !== 'given') return picked;
    if (picked.value !== 'other') return { kind: 'given', value: picked.value };
    const written = await askAddress(prompts, { ...place, canGoBack: true });
    if (written.kind !== 'back') return written;
  }
}

/** Asks for an address in a line of its own. `note` says why it is asked again. */
export async function askAddress(
  prompts: Prompts,
  place: Pick<PickAsk<never>, 'title' | 'step' | 'steps' | 'canGoBack'> & {
    readonly value?: string;
    readonly note?: Remark;
  },
): Promise<Answer<ChosenServer>> {
  const written = await prompts.write({
    ...place,
    prompt: l10n.t('Address of an OpenAI-compatible server, up to and with its version'),
    placeholder: 'https://api.example.com/v1',
    check: remark,
  });
  if (written.kind !== 'given') return written;
  const read = readAddress(written.value);
  return read.ok ? { kind: 'given', value: read.value } : { kind: 'back' };
}
