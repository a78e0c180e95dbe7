import * as l10n from '@vscode/l10n';
import { type KeyPlace, readKey } from './connectionStore.ts';
import type { Answer, PickAsk, Prompts, Remark } from './prompts.ts';

/** What is said of a key while it is written; never the key itself. */
function remark(text: string): Remark | undefined {
  const key = readKey(text);
  if (key.kind === 'environment') {
    const isSet = (process.env[key.variable] ?? '') !== '';
    return isSet
      ? { severity: 'info', text: l10n.t('The environment variable {0}.', key.variable) }
      : { severity: 'warning', text: l10n.t('The environment variable {0}, which is not set here.', key.variable) };
  }
  if (key.kind === 'stored' && !/^[\x21-\x7e\x80-\xff]+$/.test(key.key))
    return { severity: 'error', text: l10n.t('This holds spaces or characters that no key has.') };
  return undefined;
}

/** Asks for the key of a server. `note` says why it is asked again, `value` is what was written before. */
export async function askKey(
  prompts: Prompts,
  baseUrl: string,
  place: Pick<PickAsk<never>, 'title' | 'step' | 'steps' | 'canGoBack'> & {
    readonly value?: string;
    readonly placeholder?: string;
    readonly note?: Remark;
  },
): Promise<Answer<KeyPlace>> {
  const written = await prompts.write({
    ...place,
    isSecret: true,
    prompt: l10n.t(
      'Key for {0}, kept in secret storage only. $NAME takes it from an environment variable; nothing where none is needed.',
      baseUrl,
    ),
    check: remark,
  });
  return written.kind === 'given' ? { kind: 'given', value: readKey(written.value) } : written;
}

/** A key as it was written, so that it can be corrected. */
export function keyText(key: KeyPlace): string {
  if (key.kind === 'environment') return `$${key.variable}`;
  return key.kind === 'stored' ? key.key : '';
}
