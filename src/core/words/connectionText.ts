import * as l10n from '@vscode/l10n';
import type { AddressError } from '../models/address.ts';
import type { ConnectionProfile } from '../models/connection.ts';
import type { ConnectionFault } from '../models/connectionList.ts';
import type { ProbeStep } from '../models/probe.ts';
import { duration } from './runText.ts';

function sightText(sees: ConnectionProfile['seesImages']): string | undefined {
  switch (sees) {
    case 'yes':
      return l10n.t('sees pictures');
    case 'no':
      return l10n.t('takes no pictures');
    case 'unsure':
      return l10n.t('takes pictures, but did not name their colour');
    case undefined:
      return undefined;
  }
}

function tokensText({ pictureTokens: tokens }: ConnectionProfile): string | undefined {
  if (tokens === undefined) return undefined;
  return l10n.t('{0} tokens for a picture of one megapixel', Math.round(tokens.base + tokens.perMegapixel));
}

/** What a probe found, in one line for people; what it did not find out is not in it. */
export function profileText(profile: ConnectionProfile): string {
  const { jsonSchema, seed, temperature, latencyMs } = profile;
  const parts = [
    sightText(profile.seesImages),
    latencyMs === undefined ? undefined : l10n.t('{0} an answer', duration(latencyMs)),
    jsonSchema === undefined ? undefined : jsonSchema ? l10n.t('takes a JSON schema') : l10n.t('no JSON schema'),
    seed === undefined ? undefined : seed ? l10n.t('takes a seed') : l10n.t('no seed'),
    temperature === false ? l10n.t('no temperature') : undefined,
    tokensText(profile),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** What the probe is asking, while it asks. */
export function probeStepText(step: ProbeStep): string {
  switch (step) {
    case 'picture':
      return l10n.t('asking about a small picture');
    case 'size':
      return l10n.t('asking about a large picture');
    case 'abilities':
      return l10n.t('asking what else it takes');
  }
}

/** What is wrong with an entry of the settings; names and fields in it are untrusted text. */
export function connectionFaultText(fault: ConnectionFault): string {
  const name = fault.name ?? `#${fault.index + 1}`;
  switch (fault.kind) {
    case 'invalid':
      return fault.path === ''
        ? l10n.t('Connection {0} in the settings is left out: {1}.', name, fault.detail)
        : l10n.t('Connection {0} in the settings is left out: {1}: {2}.', name, fault.path, fault.detail);
    case 'duplicateName':
      return l10n.t('Connection {0} is twice in the settings; the first one is used.', name);
    case 'reservedName':
      return l10n.t('Connection {0} in the settings is left out: another model has this name.', name);
  }
}

/** Why a text cannot be the address of a server. */
export function addressErrorText(error: AddressError): string {
  switch (error) {
    case 'empty':
      return l10n.t('An address is needed.');
    case 'notAnAddress':
      return l10n.t('This is no http or https address.');
    case 'secret':
      return l10n.t('Leave user name, password and whatever follows ? or # away: the key is asked for next.');
  }
}
