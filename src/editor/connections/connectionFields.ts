import * as l10n from '@vscode/l10n';
import {
  type Connection,
  connectionSchema,
  defaultTimeoutSeconds,
  endpointOf,
  type Price,
} from '../../core/models/connection.ts';
import { isReservedName } from '../../core/models/connectionList.ts';
import type { Answer, Prompts, Remark } from './prompts.ts';

/** The fields that hold one number. */
export type NumberField = 'concurrency' | 'requestsPerMinute' | 'tokensPerMinute' | 'maxSide' | 'timeoutSeconds';

/** Numbers in the order in which they are listed. */
export const numberFields: readonly NumberField[] = [
  'concurrency',
  'requestsPerMinute',
  'tokensPerMinute',
  'maxSide',
  'timeoutSeconds',
];

/** What a number is called. */
export function numberLabel(field: NumberField): string {
  switch (field) {
    case 'concurrency':
      return l10n.t('Requests at once');
    case 'requestsPerMinute':
      return l10n.t('Requests a minute');
    case 'tokensPerMinute':
      return l10n.t('Tokens a minute');
    case 'maxSide':
      return l10n.t('Longest side of pictures');
    case 'timeoutSeconds':
      return l10n.t('Time-out');
  }
}

/** A number as it is listed, with its unit; what counts where there is none. */
export function numberText(field: NumberField, connection: Connection): string {
  const value = connection[field];
  if (field === 'timeoutSeconds') return l10n.t('{0} s', value ?? defaultTimeoutSeconds);
  if (value === undefined) return field === 'maxSide' ? l10n.t('as they are') : l10n.t('no limit of its own');
  return field === 'maxSide' ? l10n.t('{0} pixels', value) : String(value);
}

function numberRule(field: NumberField): string {
  switch (field) {
    case 'concurrency':
      return l10n.t('A whole number from 1 to 1024, or nothing.');
    case 'requestsPerMinute':
    case 'tokensPerMinute':
      return l10n.t('A number above 0, or nothing for no limit.');
    case 'maxSide':
      return l10n.t('A whole number of pixels from 16 on, or nothing to send pictures as they are.');
    case 'timeoutSeconds':
      return l10n.t('Seconds, above 0 and up to 86400, or nothing for {0}.', defaultTimeoutSeconds);
  }
}

function numberOf(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text.trim());
}

/** Asks for one of the numbers of a connection. */
export async function askNumber(
  prompts: Prompts,
  connection: Connection,
  field: NumberField,
): Promise<Answer<Connection>> {
  const rule = numberRule(field);
  const written = await prompts.write({
    title: `${connection.name}: ${numberLabel(field)}`,
    prompt: rule,
    value: connection[field] === undefined ? '' : String(connection[field]),
    canGoBack: true,
    check: (text) =>
      connectionSchema.shape[field].safeParse(numberOf(text)).success ? undefined : { severity: 'error', text: rule },
  });
  if (written.kind !== 'given') return written;
  const { [field]: _old, ...rest } = connection;
  const value = numberOf(written.value);
  return { kind: 'given', value: value === undefined ? rest : { ...rest, [field]: value } };
}

/** What is said of a name while it is written. */
function nameRemark(text: string, taken: readonly string[]): Remark | undefined {
  const name = text.trim();
  if (name === '') return { severity: 'error', text: l10n.t('A name is needed.') };
  if (taken.includes(name)) return { severity: 'error', text: l10n.t('Another connection has this name.') };
  return isReservedName(name) ? { severity: 'error', text: l10n.t('Another model has this name.') } : undefined;
}

/** Asks for another name; `taken` are those of the other connections. */
export async function askName(
  prompts: Prompts,
  connection: Connection,
  taken: readonly string[],
): Promise<Answer<Connection>> {
  const written = await prompts.write({
    title: `${connection.name}: ${l10n.t('Name')}`,
    prompt: l10n.t('The name in lists and for the command line. Runs that were made keep the old one.'),
    value: connection.name,
    canGoBack: true,
    check: (text) => nameRemark(text, taken),
  });
  return written.kind === 'given' ? { kind: 'given', value: { ...connection, name: written.value.trim() } } : written;
}

/** A price as it is listed. */
export function priceText({ price }: Connection): string {
  if (price === undefined) return l10n.t('not known');
  const { inputPerMillionUsd: input, outputPerMillionUsd: output, cachedPerMillionUsd: cached } = price;
  return cached === undefined
    ? l10n.t('{0} in, {1} out', input, output)
    : l10n.t('{0} in, {1} out, {2} cached', input, output, cached);
}

/** The three amounts of a price in the order in which they are asked for. */
const amounts = ['inputPerMillionUsd', 'outputPerMillionUsd', 'cachedPerMillionUsd'] as const;

function amountPrompt(amount: (typeof amounts)[number]): string {
  switch (amount) {
    case 'inputPerMillionUsd':
      return l10n.t(
        'US dollars for a million input tokens, as the price list of the server says; nothing where it is not known',
      );
    case 'outputPerMillionUsd':
      return l10n.t('US dollars for a million output tokens');
    case 'cachedPerMillionUsd':
      return l10n.t('US dollars for a million cached input tokens; nothing where they cost as much as others');
  }
}

function amountOf(text: string): number | undefined {
  const bare = text
    .trim()
    .replace(/^\$\s*/, '')
    .replace(',', '.');
  return bare === '' ? undefined : Number(bare);
}

function amountRemark(text: string, isNeeded: boolean): Remark | undefined {
  const value = amountOf(text);
  if (value === undefined)
    return isNeeded ? { severity: 'error', text: l10n.t('An amount is needed; 0 is one.') } : undefined;
  return Number.isFinite(value) && value >= 0
    ? undefined
    : { severity: 'error', text: l10n.t('An amount in US dollars.') };
}

/** Asks for the price of a million tokens, one amount after the other; nothing as the first takes the price away. */
export async function askPrice(prompts: Prompts, connection: Connection): Promise<Answer<Connection>> {
  const given: Partial<Record<(typeof amounts)[number], number>> = { ...connection.price };
  for (let at = 0; at < amounts.length;) {
    const amount = amounts[at] ?? 'inputPerMillionUsd';
    const written = await prompts.write({
      title: `${connection.name}: ${l10n.t('Price')}`,
      step: at + 1,
      steps: amounts.length,
      prompt: amountPrompt(amount),
      value: given[amount] === undefined ? '' : String(given[amount]),
      canGoBack: true,
      check: (text) => amountRemark(text, amount === 'outputPerMillionUsd'),
    });
    if (written.kind === 'left' || (written.kind === 'back' && at === 0)) return written;
    if (written.kind === 'back') {
      at -= 1;
      continue;
    }
    const value = amountOf(written.value);
    if (value === undefined) delete given[amount];
    else given[amount] = value;
    if (amount === 'inputPerMillionUsd' && value === undefined) break;
    at += 1;
  }
  const { price: _old, ...rest } = connection;
  if (given.inputPerMillionUsd === undefined) return { kind: 'given', value: rest };
  return { kind: 'given', value: { ...rest, price: given as Price } };
}

/** Asks which API is spoken. */
export async function askApi(prompts: Prompts, connection: Connection): Promise<Answer<Connection>> {
  const picked = await prompts.pick<NonNullable<Connection['api']>>({
    title: `${connection.name}: API`,
    placeholder: endpointOf(connection),
    rows: [
      { label: 'Chat Completions', description: '/chat/completions', value: 'chat' },
      { label: 'Responses', description: '/responses', value: 'responses' },
    ],
    active: (value) => value === (connection.api ?? 'chat'),
    canGoBack: true,
  });
  if (picked.kind !== 'given') return picked;
  const { api: _old, ...rest } = connection;
  return { kind: 'given', value: picked.value === 'responses' ? { ...rest, api: 'responses' } : rest };
}
